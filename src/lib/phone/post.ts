// Requests to the hub, over a network that comes and goes.
import { phoneHeader } from '#lib/challenge/live.ts';
import { readToken } from './own.ts';

export const firstRetryMs = 500;
export const longestRetryMs = 5_000;
const waitMs = 8_000;

export const post = (address: string, body: object): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [phoneHeader]: readToken() ?? '' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(waitMs),
  });

/** A hub that is away, busy or in trouble has decided nothing: it is asked again. */
export const hasDecided = (response: Response | null): response is Response =>
  response !== null && response.status < 500 && response.status !== 429;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
