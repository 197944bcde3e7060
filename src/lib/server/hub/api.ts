// The hub's API: one line an address, with the role that it takes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { newPin } from '#lib/fleet/pin.ts';
import { enrolment, type ReportAnswer } from '#lib/fleet/report.ts';
import {
  command,
  deviceChange,
  freeze,
  mayAct,
  newPassword,
  shown,
  signIn,
  swap,
  transferLimit,
  type Role,
} from '#lib/fleet/staff.ts';
import { sealed } from '#lib/fleet/entries.ts';
import { readBody, readCookie, Refusal, refuseOthers } from './call.ts';
import { NumberTaken, ordersFor, type Device } from './devices.ts';
import { countsCsv } from './entries.ts';
import type { Exhibition } from './exhibition.ts';
import {
  changeGenerator,
  generatedTake,
  generationQueue,
  generationState,
  generatorNow,
  switchGeneratorOff,
} from './generator-routes.ts';
import { durably, holdBack, signed } from './guard.ts';
import {
  allowPhones,
  dayTotals,
  joinPhone,
  joinRound,
  listen,
  planRound,
  resultsAsCsv,
  stepRound,
  takePhoneAnswer,
  tellTime,
} from './live-routes.ts';
import { addressOf } from './lockout.ts';
import { listReleases, sendManifest, sendSignature } from './release-routes.ts';
import { sendCsv, sendJson } from './send-json.ts';
import { sessionMs } from './staff.ts';

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  exhibition: Exhibition;
  /** What stands in the address where the route has a `:`. */
  id: string;
  role: Role | null;
}

interface Route {
  /** Without `/api/v1`. */
  path: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `null` is open to everyone on the network. */
  needs: Role | null;
  answer: (call: Call) => Promise<void>;
}

/** What a whole hall asks at once; found by the whole address, before anything else is looked at. */
const hotRoutes: Route[] = [
  { method: 'GET', path: 'live', needs: null, answer: listen },
  { method: 'GET', path: 'time', needs: null, answer: tellTime },
  { method: 'POST', path: 'entries', needs: null, answer: takeEntries },
  { method: 'POST', path: 'live/join', needs: null, answer: joinRound },
  { method: 'POST', path: 'live/entries', needs: null, answer: takePhoneAnswer },
];
const hot = new Map(hotRoutes.map((route) => [`${route.method} /api/v1/${route.path}`, route]));

const routes: Route[] = [
  ...hotRoutes,
  { method: 'GET', path: 'releases', needs: null, answer: listReleases },
  { method: 'GET', path: 'releases/:/manifest', needs: null, answer: sendManifest },
  { method: 'GET', path: 'releases/:/signature', needs: null, answer: sendSignature },
  { method: 'POST', path: 'devices', needs: null, answer: join },
  { method: 'POST', path: 'reports', needs: null, answer: hear },
  { method: 'POST', path: 'carried/entries', needs: 'host', answer: takeCarriedEntries },
  { method: 'POST', path: 'carried/report', needs: 'host', answer: takeCarriedReport },
  { method: 'GET', path: 'counts', needs: 'host', answer: counts },
  { method: 'GET', path: 'counts.csv', needs: 'host', answer: countsAsCsv },
  { method: 'GET', path: 'staff/session', needs: null, answer: whoAmI },
  { method: 'POST', path: 'staff/session', needs: null, answer: enter },
  { method: 'DELETE', path: 'staff/session', needs: null, answer: leave },
  { method: 'PUT', path: 'staff/password', needs: 'owner', answer: setPassword },
  { method: 'PUT', path: 'staff/pin', needs: 'technician', answer: setPin },
  { method: 'POST', path: 'enrolment', needs: 'technician', answer: openEnrolment },
  { method: 'GET', path: 'board', needs: 'host', answer: board },
  { method: 'GET', path: 'board/stream', needs: 'host', answer: stream },
  { method: 'GET', path: 'devices/:', needs: 'host', answer: details },
  { method: 'PATCH', path: 'devices/:', needs: 'technician', answer: change },
  { method: 'POST', path: 'swaps', needs: 'host', answer: swapDevices },
  { method: 'POST', path: 'commands', needs: 'host', answer: commandDevices },
  { method: 'PUT', path: 'freeze', needs: 'host', answer: setFreeze },
  { method: 'GET', path: 'shown', needs: 'host', answer: whatIsShown },
  { method: 'PUT', path: 'shown', needs: 'technician', answer: show },
  { method: 'POST', path: 'plans', needs: 'technician', answer: plan },
  { method: 'PUT', path: 'transfer-limit', needs: 'technician', answer: limitTransfer },
  { method: 'GET', path: 'generator', needs: 'host', answer: generatorNow },
  { method: 'PUT', path: 'generator', needs: 'owner', answer: changeGenerator },
  { method: 'PUT', path: 'generator/off', needs: 'host', answer: switchGeneratorOff },
  { method: 'GET', path: 'generations', needs: null, answer: generationQueue },
  { method: 'POST', path: 'generations', needs: null, answer: generate },
  { method: 'GET', path: 'generations/:', needs: null, answer: generationState },
  { method: 'GET', path: 'takes/:', needs: null, answer: generatedTake },
  { method: 'POST', path: 'rounds', needs: 'host', answer: planRound },
  { method: 'POST', path: 'rounds/:', needs: 'host', answer: stepRound },
  { method: 'GET', path: 'rounds/:/results.csv', needs: 'host', answer: resultsAsCsv },
  { method: 'GET', path: 'challenges/:/totals', needs: null, answer: dayTotals },
  { method: 'PUT', path: 'phones', needs: 'host', answer: allowPhones },
  { method: 'POST', path: 'live/phones', needs: null, answer: joinPhone },
];

const sessionCookie = 'open-set-staff';

/** Answers one of the hot addresses; `null` where it is none. Throws Refusal. */
export function answerHot(
  request: IncomingMessage,
  response: ServerResponse,
  exhibition: Exhibition,
): Promise<void> | null {
  const route = hot.get(`${request.method} ${request.url}`);
  if (!route) return null;
  if (route.method !== 'GET') refuseOthers(request);
  return route.answer({ request, response, exhibition, id: '', role: null });
}

/** Answers an address under `/api/v1/`. Throws Refusal. */
export async function answerApi(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  exhibition: Exhibition,
): Promise<void> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const here = routes.flatMap((route) => {
    const id = match(route.path, path);
    return id === null ? [] : [{ route, id }];
  });
  if (here.length === 0) throw new Refusal('not-found');
  const found = here.find(({ route }) => route.method === method);
  if (!found)
    throw new Refusal('method-not-allowed', {
      Allow: here.map(({ route }) => route.method).join(', '),
    });
  const role = exhibition.staff.who(readCookie(request, sessionCookie));
  const { needs, answer } = found.route;
  if (method !== 'GET') refuseOthers(request);
  if (needs !== null && role === null) throw new Refusal('sign-in');
  if (needs !== null && role !== null && !mayAct(role, needs)) throw new Refusal('not-your-role');
  await answer({ request, response, exhibition, id: found.id, role });
}

/** The part of `path` that stands where `pattern` has a `:`; `''` where it has none; else `null`. */
function match(pattern: string, path: string): string | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  let id = '';
  for (const [place, step] of wanted.entries()) {
    const here = given[place] ?? '';
    if (step === ':') id = here;
    else if (step !== here) return null;
  }
  return id;
}

async function join({ request, response, exhibition }: Call): Promise<void> {
  holdBack(exhibition.joinings, request);
  const { code, publicKey } = await readBody(request, enrolment);
  const address = addressOf(request);
  if (!exhibition.enrolment.admits(code)) {
    exhibition.joinings.wrong(address);
    throw new Refusal('wrong-code');
  }
  exhibition.joinings.right(address);
  const device = await exhibition.devices.enrol(publicKey);
  sendJson(response, await answerTo(device, exhibition));
}

async function hear({ request, response, exhibition }: Call): Promise<void> {
  const device = await signed(request, exhibition, (body, signature) =>
    exhibition.devices.hear(body, signature),
  );
  sendJson(response, await answerTo(device, exhibition));
}

async function takeEntries({ request, response, exhibition }: Call): Promise<void> {
  const answer = await signed(request, exhibition, (body, signature) =>
    exhibition.entries.take(body, signature, exhibition.allowance),
  );
  sendJson(response, answer);
}

async function generate({ request, response, exhibition }: Call): Promise<void> {
  const job = await signed(request, exhibition, (body, signature) =>
    exhibition.generator.take(body, signature),
  );
  sendJson(response, job);
}

/** Entries that somebody carried here in a file: the tablet's signature speaks for them. */
async function takeCarriedEntries({ request, response, exhibition }: Call): Promise<void> {
  const { body, signature } = await readBody(request, sealed);
  sendJson(
    response,
    await durably(exhibition, () => exhibition.entries.take(body, signature, null)),
  );
}

async function takeCarriedReport({ request, response, exhibition }: Call): Promise<void> {
  const { body, signature } = await readBody(request, sealed);
  await durably(exhibition, () => exhibition.devices.takeIn(body, signature));
  sendJson(response, {});
}

async function counts({ response, exhibition }: Call): Promise<void> {
  sendJson(response, exhibition.entries.counts());
}

async function countsAsCsv({ response, exhibition }: Call): Promise<void> {
  sendCsv(response, 'open-set-counts', countsCsv(exhibition.entries.counts()));
}

async function answerTo(device: Device, exhibition: Exhibition): Promise<ReportAnswer> {
  const { number, hall, station } = device;
  const nowMs = Date.now();
  return {
    place: { number: number ?? 0, hall, station },
    orders: ordersFor(device, exhibition.isFrozen, nowMs),
    expected: await exhibition.expected(hall),
    coming: await exhibition.coming(hall),
    pin: exhibition.pin,
    nowMs,
  };
}

async function whoAmI({ response, role }: Call): Promise<void> {
  sendJson(response, { role });
}

async function enter({ request, response, exhibition }: Call): Promise<void> {
  holdBack(exhibition.signIns, request);
  const { password } = await readBody(request, signIn);
  const role = await exhibition.staff.roleOf(password);
  const address = addressOf(request);
  if (role === null) {
    exhibition.signIns.wrong(address);
    throw new Refusal('wrong-password', {}, { waitS: exhibition.signIns.waitS(address) });
  }
  exhibition.signIns.right(address);
  const token = await exhibition.staff.begin(role);
  setCookie(request, response, token, Math.floor(sessionMs / 1000));
  sendJson(response, { role });
}

async function leave({ request, response, exhibition }: Call): Promise<void> {
  const token = readCookie(request, sessionCookie);
  if (token !== undefined) await exhibition.staff.end(token);
  setCookie(request, response, '', 0);
  sendJson(response, { role: null });
}

/** Never readable by a script, never sent from another site, over HTTPS only where that is spoken. */
function setCookie(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  maxAgeS: number,
): void {
  const isSecure = 'encrypted' in request.socket;
  response.setHeader(
    'Set-Cookie',
    `${sessionCookie}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`,
  );
}

async function setPassword({ request, response, exhibition }: Call): Promise<void> {
  const { role, password } = await readBody(request, newPassword);
  if (!(await exhibition.staff.setPassword(role, password))) throw new Refusal('password-taken');
  sendJson(response, {});
}

async function setPin({ request, response, exhibition }: Call): Promise<void> {
  await exhibition.setPin((await readBody(request, newPin)).pin);
  sendJson(response, {});
}

async function openEnrolment({ response, exhibition }: Call): Promise<void> {
  sendJson(response, exhibition.enrolment.open());
}

async function board({ response, exhibition }: Call): Promise<void> {
  sendJson(response, await exhibition.board.whole());
}

async function stream({ response, exhibition }: Call): Promise<void> {
  await exhibition.board.stream(response);
}

async function details({ response, exhibition, id }: Call): Promise<void> {
  const device = exhibition.devices.get(id);
  if (!device) throw new Refusal('not-found');
  sendJson(response, await exhibition.board.details(device));
}

async function change({ request, response, exhibition, id }: Call): Promise<void> {
  const wanted = await readBody(request, deviceChange);
  try {
    if (!(await exhibition.devices.change(id, wanted))) throw new Refusal('not-found');
  } catch (error) {
    throw error instanceof NumberTaken ? new Refusal('number-taken') : error;
  }
  sendJson(response, {});
}

async function swapDevices({ request, response, exhibition }: Call): Promise<void> {
  const { away, spare } = await readBody(request, swap);
  if (!(await exhibition.devices.swap(away, spare))) throw new Refusal('not-found');
  sendJson(response, {});
}

async function commandDevices({ request, response, exhibition }: Call): Promise<void> {
  sendJson(response, { count: exhibition.devices.command(await readBody(request, command)) });
}

async function setFreeze({ request, response, exhibition }: Call): Promise<void> {
  await exhibition.freeze((await readBody(request, freeze)).isFrozen);
  sendJson(response, {});
}

async function whatIsShown({ response, exhibition }: Call): Promise<void> {
  sendJson(response, await exhibition.shown());
}

async function show({ request, response, exhibition }: Call): Promise<void> {
  const choice = await readBody(request, shown);
  if (exhibition.isFrozen) throw new Refusal('frozen');
  if (choice.release !== null && !(await exhibition.releases.get(choice.release)))
    throw new Refusal('not-found');
  await exhibition.show(choice);
  sendJson(response, {});
}

/** What a choice would cost, before it is made. */
async function plan({ request, response, exhibition }: Call): Promise<void> {
  const found = await exhibition.plan(await readBody(request, shown));
  if (!found) throw new Refusal('not-found');
  sendJson(response, found);
}

async function limitTransfer({ request, response, exhibition }: Call): Promise<void> {
  const { bytesPerSecond } = await readBody(request, transferLimit);
  await exhibition.limitTransfer(bytesPerSecond);
  sendJson(response, {});
}
