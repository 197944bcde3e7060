/** Width over height of the films' own frame: 16:9 without what its bars cover. */
export const frameAspect = 16 / 9 / 0.872;
