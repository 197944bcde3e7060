// The exhibition is an application on the tablet: nothing is rendered on the hub.
export const ssr = false;
