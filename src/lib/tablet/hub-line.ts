// The tablet's line to its hub: joins with a code, then reports.
import * as v from 'valibot';
import {
  handedInAnswer,
  type Entry,
  type HandedIn,
  type HandedInAnswer,
  type Sealed,
} from '#lib/fleet/entries.ts';
import type { Evidence } from '#lib/fleet/evidence.ts';
import {
  replayed,
  reportAddress,
  reportAnswer,
  signatureHeader,
  signedBytes,
  type Report,
  type ReportAnswer,
} from '#lib/fleet/report.ts';
import type { DeviceStore } from './device-store.ts';
import type { Identity } from './identity.ts';

const entriesAddress = '/api/v1/entries';
const waitMs = 10_000;

const problemJson = v.object({ type: v.string(), waitS: v.optional(v.number()) });

/** Why joining did not work. */
export type JoinRefusal = 'wrong-code' | 'slow-down' | 'hub-away';

/** Joins the event. Resolves with the hub's answer or the reason why not. */
export async function join(
  identity: Identity,
  code: string,
): Promise<ReportAnswer | { refused: JoinRefusal }> {
  const answer = await post(
    '/api/v1/devices',
    JSON.stringify({ code, publicKey: identity.publicKey }),
  );
  const joined = v.safeParse(reportAnswer, answer?.body);
  if (joined.success) return joined.output;
  const problem = v.safeParse(problemJson, answer?.body);
  const type = problem.success ? problem.output.type.replace('urn:openset:problem:', '') : '';
  return {
    refused:
      type === 'wrong-code' || type === 'malformed'
        ? 'wrong-code'
        : type === 'slow-down'
          ? type
          : 'hub-away',
  };
}

/**
 * Sends one report. `'stranger'` where the hub does not know this tablet; `null` where there is no
 * answer that can be believed.
 */
export async function sendReport(
  store: DeviceStore,
  identity: Identity,
  evidence: Evidence,
): Promise<ReportAnswer | 'stranger' | null> {
  const { body, signature } = await sealReport(store, identity, evidence);
  const answer = await post(reportAddress, body, { [signatureHeader]: signature });
  if (!answer) return null;
  const good = v.safeParse(reportAnswer, answer.body);
  if (good.success) return good.output;
  const behind = v.safeParse(replayed, answer.body);
  // The tablet lost its count, as after a power cut: it goes on above what the hub has heard.
  if (answer.status === 409 && behind.success)
    await store.put('sequence', behind.output.lastSequence, 'last');
  const problem = v.safeParse(problemJson, answer.body);
  const isStranger =
    problem.success && problem.output.type === 'urn:openset:problem:unknown-device';
  return isStranger ? 'stranger' : null;
}

/** A report, signed for the hub or for a file. */
export async function sealReport(
  store: DeviceStore,
  identity: Identity,
  evidence: Evidence,
): Promise<Sealed> {
  const sequence = ((await store.get('sequence', 'last')) ?? 0) + 1;
  await store.put('sequence', sequence, 'last');
  const report: Report = { device: identity.id, sequence, clockMs: Date.now(), evidence };
  const body = JSON.stringify(report);
  return { body, signature: await identity.sign(signedBytes(reportAddress, body)) };
}

/** What a tablet hands in, signed for the hub or for a file. */
export async function sealEntries(identity: Identity, entries: Entry[]): Promise<Sealed> {
  const content: HandedIn = { device: identity.id, clockMs: Date.now(), entries };
  const body = JSON.stringify(content);
  const signature = await identity.sign(signedBytes(entriesAddress, body));
  return { body, signature };
}

/** Hands entries in; `null` where the hub did not confirm. */
export async function sendEntries(
  identity: Identity,
  entries: Entry[],
): Promise<HandedInAnswer | null> {
  const { body, signature } = await sealEntries(identity, entries);
  const answer = await post(entriesAddress, body, { [signatureHeader]: signature });
  const read = v.safeParse(handedInAnswer, answer?.body);
  return answer?.status === 200 && read.success ? read.output : null;
}

/** The answer where it is JSON; a captive portal's page is none. */
async function post(
  address: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(waitMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
}
