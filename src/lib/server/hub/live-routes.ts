// The addresses of live rounds: streams and answers for the hall, rounds and phones for hosts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import * as v from 'valibot';
import {
  handedAnswer,
  joinAddress,
  joining,
  phoneHeader,
  phoneJoin,
  phonesChange,
} from '#lib/challenge/live.ts';
import { plan, wish } from '#lib/challenge/round.ts';
import { deviceHeader } from '#lib/fleet/report.ts';
import type { Role } from '#lib/fleet/staff.ts';
import { parseJson } from '#lib/openset/parse-json.ts';
import type { Participant } from './answers.ts';
import { readBody, readText, Refusal } from './call.ts';
import type { Device } from './devices.ts';
import type { Exhibition } from './exhibition.ts';
import { durably, holdBack, readSignature, slowDown } from './guard.ts';
import { addressOf } from './lockout.ts';
import { onPhones } from './phones.ts';
import { isRevealed } from './results.ts';
import { sendCsv, sendJson } from './send-json.ts';

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  exhibition: Exhibition;
  id: string;
  role: Role | null;
}

/** A stream for whoever asks: a host, a big screen, a phone or a tablet. */
export async function listen({ request, response, exhibition, role }: Asked): Promise<void> {
  const as = /[?&]as=(\w+)/.exec(request.url ?? '')?.[1];
  if (as === 'host' && role === null) throw new Refusal('sign-in');
  if (as === 'host' || as === 'stage')
    exhibition.live.streamToViewer(response, as, originOf(request));
  else exhibition.live.streamToPlayer(response, listenerOf(request, exhibition));
}

/** There is no body to sign: a tablet's signature is over the address, and good for listening only. */
function listenerOf(request: IncomingMessage, exhibition: Exhibition): () => Participant {
  if (request.headers[phoneHeader] !== undefined) {
    const phone = phoneOf(request, exhibition);
    return () => phone;
  }
  const device = deviceOf(request.headers[deviceHeader], exhibition);
  if (!exhibition.devices.mayListen(device, readSignature(request)))
    throw new Refusal('bad-signature');
  return () => participantOf(device);
}

export async function tellTime({ response }: Asked): Promise<void> {
  sendJson(response, { nowMs: Date.now() });
}

export async function joinRound({ request, response, exhibition }: Asked): Promise<void> {
  const body = await readText(request);
  const read = v.safeParse(joining, parseJson(body));
  if (!read.success) throw new Refusal('malformed');
  const { round: id, isExtended, device } = read.output;
  const who =
    device === undefined
      ? phoneOf(request, exhibition)
      : signerOf(request, exhibition, device, body);
  slowDown(exhibition, who.id);
  const held = exhibition.rounds.get(id);
  if (!held || held.round.isRehearsal || who.seat === null) throw new Refusal('not-found');
  if (who.isPhone && !onPhones(held.challenge.asked.kind)) throw new Refusal('not-for-phones');
  const { seat } = who;
  await durably(exhibition, () => exhibition.answers.join(id, seat, { id: who.id, isExtended }));
  sendJson(response, { seat });
}

export async function takePhoneAnswer({ request, response, exhibition }: Asked): Promise<void> {
  const phone = phoneOf(request, exhibition);
  slowDown(exhibition, phone.id);
  const handed = await readBody(request, handedAnswer);
  const verdict = await durably(exhibition, () => exhibition.answers.take(handed, phone));
  sendJson(response, { verdict });
}

/**
 * Takes a phone in by the code on the wall. A whole hall may stand behind one address (LIMITS §4): the
 * right code always lets in, and only wrong ones are slowed.
 */
export async function joinPhone({ request, response, exhibition }: Asked): Promise<void> {
  const { phones, phoneJoinings, live } = exhibition;
  if (!phones.areAllowed) throw new Refusal('phones-off');
  const { code } = await readBody(request, phoneJoin);
  if (!phones.admits(code)) {
    holdBack(phoneJoinings, request);
    phoneJoinings.wrong(addressOf(request));
    throw new Refusal('wrong-code');
  }
  phoneJoinings.right(addressOf(request));
  const token = await durably(exhibition, () => phones.welcome());
  live.rosterChanged();
  sendJson(response, { token });
}

export async function allowPhones({ request, response, exhibition }: Asked): Promise<void> {
  const { isAllowed } = await readBody(request, phonesChange);
  await durably(exhibition, () => exhibition.phones.allow(isAllowed));
  if (!isAllowed) exhibition.live.dismissPhones();
  exhibition.live.rosterChanged();
  sendJson(response, {});
}

export async function planRound({ request, response, exhibition }: Asked): Promise<void> {
  const wanted = await readBody(request, plan);
  sendJson(response, await durably(exhibition, () => exhibition.rounds.plan(wanted)));
}

export async function stepRound({ request, response, exhibition, id }: Asked): Promise<void> {
  const wanted = await readBody(request, wish);
  sendJson(response, await durably(exhibition, () => exhibition.rounds.act(id, wanted)));
}

/** Answers are told to nobody before the reveal, hosts included. */
export async function resultsAsCsv({ response, exhibition, id }: Asked): Promise<void> {
  const held = exhibition.rounds.get(id);
  if (!held) throw new Refusal('not-found');
  const { round } = held;
  if (!isRevealed(held)) throw new Refusal('round-not-now', {}, { round });
  sendCsv(response, `open-set-${round.challenge}`, exhibition.results.csv(held));
}

export async function dayTotals({ response, exhibition, id }: Asked): Promise<void> {
  if (exhibition.rounds.isSecret(id)) throw new Refusal('round-running');
  const challenge = await exhibition.challenges.get(id);
  if (!challenge) throw new Refusal('not-found');
  sendJson(response, exhibition.results.today(challenge));
}

function phoneOf(request: IncomingMessage, { phones }: Exhibition): Participant {
  const phone = phones.who(String(request.headers[phoneHeader] ?? ''));
  if (!phone) throw new Refusal('unknown-phone');
  return { id: phone.id, seat: phone.seat, isPhone: true };
}

function signerOf(
  request: IncomingMessage,
  exhibition: Exhibition,
  id: string,
  body: string,
): Participant {
  const device = deviceOf(id, exhibition);
  if (!exhibition.devices.isSigned(device, readSignature(request), joinAddress, body))
    throw new Refusal('bad-signature');
  return participantOf(device);
}

function deviceOf(id: string | string[] | undefined, { devices }: Exhibition): Device {
  const device = devices.get(String(id));
  if (!device || device.number === null) throw new Refusal('unknown-device');
  return device;
}

const participantOf = ({ id, number }: Device): Participant => ({
  id,
  seat: number,
  isPhone: false,
});

/** Where phones reach the hub: as the big screen did, unless that runs on the hub's own machine. */
function originOf({ headers, socket }: IncomingMessage): string {
  const scheme = 'encrypted' in socket ? 'https' : 'http';
  const host = headers.host ?? '';
  if (host !== '' && !/^(localhost|127\.|\[::1\])/.test(host)) return `${scheme}://${host}`;
  const near = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  return `${scheme}://${near?.address ?? 'localhost'}:${socket.localPort}`;
}
