// The board's requests to the hub. Every answer is read by its schema.
import * as v from 'valibot';
import { counts, handedInAnswer, type Counts, type Sealed } from '#lib/fleet/entries.ts';
import {
  changePlan,
  code,
  details,
  session,
  shownNow,
  type ChangePlan,
  type Details,
  type ShownNow,
} from '#lib/fleet/board.ts';
import { generatorNow, type GeneratorChange, type GeneratorNow } from '#lib/fleet/generator.ts';
import type { Command, DeviceChange, Role, Shown } from '#lib/fleet/staff.ts';
import { round, type Plan, type Round, type Wish } from '#lib/challenge/round.ts';

/** What went wrong, as the hub calls it; `hub-away` where nothing that is a hub answered. */
export class HubRefusal extends Error {
  readonly type: string;
  readonly waitS: number;

  constructor(type: string, waitS = 0) {
    super(type);
    this.type = type;
    this.waitS = waitS;
  }
}

const problem = v.object({ type: v.string(), waitS: v.optional(v.number(), 0) });
const anything = v.object({});
const waitMs = 15_000;

async function ask<S extends v.GenericSchema>(
  schema: S,
  method: string,
  place: string,
  body?: unknown,
): Promise<v.InferOutput<S>> {
  let content: unknown;
  try {
    const response = await fetch(`/api/v1/${place}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(waitMs),
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    content = await response.json();
    if (response.ok) {
      const answer = v.safeParse(schema, content);
      if (answer.success) return answer.output;
    }
  } catch {
    throw new HubRefusal('hub-away');
  }
  const refused = v.safeParse(problem, content);
  if (!refused.success) throw new HubRefusal('hub-away');
  const { type, waitS } = refused.output;
  throw new HubRefusal(type.replace('urn:openset:problem:', ''), waitS);
}

export const whoAmI = async (): Promise<Role | null> =>
  (await ask(session, 'GET', 'staff/session')).role;
export const signIn = async (password: string): Promise<Role | null> =>
  (await ask(session, 'POST', 'staff/session', { password })).role;
export const signOut = (): Promise<unknown> => ask(session, 'DELETE', 'staff/session');
export const setPassword = (role: Exclude<Role, 'owner'>, password: string): Promise<unknown> =>
  ask(anything, 'PUT', 'staff/password', { role, password });
export const setPin = (pin: string): Promise<unknown> => ask(anything, 'PUT', 'staff/pin', { pin });
export const openEnrolment = (): Promise<v.InferOutput<typeof code>> =>
  ask(code, 'POST', 'enrolment', {});
export const readDetails = (id: string): Promise<Details> => ask(details, 'GET', `devices/${id}`);
export const changeDevice = (id: string, change: DeviceChange): Promise<unknown> =>
  ask(anything, 'PATCH', `devices/${id}`, change);
export const swap = (away: string, spare: string): Promise<unknown> =>
  ask(anything, 'POST', 'swaps', { away, spare });
export const send = (action: Command['action'], devices: string[]): Promise<unknown> =>
  ask(anything, 'POST', 'commands', { devices, action });
export const freeze = (isFrozen: boolean): Promise<unknown> =>
  ask(anything, 'PUT', 'freeze', { isFrozen });
export const readCounts = (): Promise<Counts> => ask(counts, 'GET', 'counts');
export const takeEntries = (message: Sealed): Promise<unknown> =>
  ask(handedInAnswer, 'POST', 'carried/entries', message);
export const takeReport = (message: Sealed): Promise<unknown> =>
  ask(anything, 'POST', 'carried/report', message);
export const readShown = (): Promise<ShownNow> => ask(shownNow, 'GET', 'shown');
export const show = (choice: Shown): Promise<unknown> => ask(anything, 'PUT', 'shown', choice);
export const readPlan = (choice: Shown): Promise<ChangePlan> =>
  ask(changePlan, 'POST', 'plans', choice);
export const limitTransfer = (bytesPerSecond: number | null): Promise<unknown> =>
  ask(anything, 'PUT', 'transfer-limit', { bytesPerSecond });
export const readGenerator = (): Promise<GeneratorNow> => ask(generatorNow, 'GET', 'generator');
export const changeGenerator = (change: GeneratorChange): Promise<unknown> =>
  ask(anything, 'PUT', 'generator', change);
export const switchGeneratorOff = (): Promise<unknown> => ask(anything, 'PUT', 'generator/off', {});
export const planRound = (plan: Plan): Promise<Round> => ask(round, 'POST', 'rounds', plan);
export const stepRound = (id: string, wish: Wish): Promise<Round> =>
  ask(round, 'POST', `rounds/${id}`, wish);
export const allowPhones = (isAllowed: boolean): Promise<unknown> =>
  ask(anything, 'PUT', 'phones', { isAllowed });
