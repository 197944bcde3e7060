import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DayTotals, HandedAnswer } from '#lib/challenge/live.ts';
import type { Round } from '#lib/challenge/round.ts';
import { challenges } from '../../../../tests/fixtures/challenges.ts';
import { entry, LiveHall, problemOf } from '../../../../tests/fixtures/live-hall.ts';
import type { ReportingTablet } from '../../../../tests/fixtures/tablet.ts';

let hall: LiveHall;
let tablet: ReportingTablet;
beforeEach(async () => {
  hall = await LiveHall.open();
  tablet = await hall.tablet();
});
afterEach(async () => {
  await hall.close();
  expect(hall.failures).toEqual([]);
});

interface Answer {
  kept: string[];
  refused: string[];
  verdicts: Record<string, string>;
}
const asEntries = (entries: HandedAnswer[]) => entries.map((one) => ({ ...one, kind: 'answer' }));
const handIn = async (of: ReportingTablet, ...entries: HandedAnswer[]): Promise<Answer> =>
  (await (await of.handIn(asEntries(entries))).json()) as Answer;
/** What becomes of one. */
const verdictOn = async (of: ReportingTablet, one: HandedAnswer): Promise<string | undefined> =>
  (await handIn(of, one)).verdicts[one.id];
const restart = async (...tablets: ReportingTablet[]): Promise<void> => {
  await hall.stop();
  await hall.start();
  for (const one of tablets) one.move(hall.address);
};
const totals = async (challenge: string): Promise<DayTotals> =>
  (await (await hall.ask('GET', `challenges/${challenge}/totals`)).json()) as DayTotals;
const shown = async (): Promise<NonNullable<Awaited<ReturnType<LiveHall['host']>>['round']>> =>
  (await hall.host()).round!;

describe('an answer', () => {
  it('counts once, whatever is repeated, reordered, sent at once or asked for too late', async () => {
    const round = await hall.roundIn('running');
    const others = [await hall.tablet(), await hall.tablet()];
    const all = [tablet, ...others];
    const own = all.map(() => entry(round));
    const alone = entry(null);
    await Promise.all(
      [1, 2, 3].flatMap(() => all.map((one, at) => handIn(one, own[at]!, ...(at ? [] : [alone])))),
    );
    await restart(...all);
    const again = await handIn(tablet, alone, own[0]!);
    expect(again).toEqual({
      kept: [alone.id, own[0]!.id],
      refused: [],
      verdicts: { [alone.id]: 'day', [own[0]!.id]: 'counted' },
    });
    expect((await shown()).counts).toMatchObject({ joined: 3, entered: 3 });
    await hall.step(round, 'close', 'reveal');
    expect((await shown()).result).toMatchObject({
      tally: { counts: { a: 0, b: 3, c: 0 } },
      standings: [[100, 3]],
    });
    expect(await verdictOn(tablet, own[0]!)).toBe('counted');
    expect((await totals('keep')).entries).toBe(4);
  });

  it('of a seat that has answered comes twice, and the first one holds', async () => {
    const round = await hall.roundIn('running');
    const [first, second] = [entry(round), entry(round, { answer: { choice: 'a' } })];
    expect((await handIn(tablet, first, second)).verdicts).toEqual({
      [first.id]: 'counted',
      [second.id]: 'twice',
    });
    expect(await verdictOn(tablet, second)).toBe('twice');
    await hall.step(round, 'close', 'reveal');
    expect((await shown()).result?.tally).toMatchObject({ counts: { a: 0, b: 1 } });
  });

  it('made in time counts until the reveal, however late it comes; then it is the day’s', async () => {
    const others = [await hall.tablet(), await hall.tablet(), await hall.tablet()];
    const round = await hall.roundIn('running');
    const made = [entry(round), entry(round), entry(round), entry(round)];
    hall.later(61_000);
    const closed = await hall.step(round, 'close');
    expect(await verdictOn(tablet, made[0]!)).toBe('counted');
    expect(await verdictOn(others[0]!, entry(round))).toBe('day');
    const unhurried = entry(round, { isExtended: true });
    expect(await verdictOn(others[1]!, unhurried)).toBe('counted');
    await hall.step(closed, 'reveal');
    expect(await verdictOn(others[2]!, made[3]!)).toBe('day');
    expect((await shown()).result?.standings).toEqual([[100, 2]]);
    expect((await totals('keep')).entries).toBe(4);
  });

  it('that comes while its round is taken back counts when the host brings that back', async () => {
    const other = await hall.tablet();
    let round = await hall.roundIn('running', 'direct');
    const [play, made] = [entry(round), entry(round)];
    await handIn(other, made);
    round = await hall.step(round, 'void');
    expect(await verdictOn(tablet, play)).toBe('counted');
    expect((await totals('direct')).entries).toBe(0);
    round = await hall.step(round, 'restore', 'close', 'void');
    const ballot = entry(round, { part: 'ballot', answer: { choice: made.id } });
    expect(await verdictOn(tablet, ballot)).toBe('counted');
    await hall.step(round, 'restore', 'reveal');
    expect((await shown()).result?.tally).toMatchObject({ best: [made.id] });
    expect((await shown()).counts).toMatchObject({ entered: 2, balloted: 1 });
  });

  it('made by the hub’s clock before that was set back counts', async () => {
    const round = await hall.roundIn('running');
    await handIn(tablet, entry(null));
    const [made, lone] = [entry(round), entry(null)];
    hall.later(-2_500);
    expect((await handIn(tablet, made, lone)).verdicts).toEqual({
      [made.id]: 'counted',
      [lone.id]: 'day',
    });
  });

  it('to a round of a hub that is gone counts for the day', async () => {
    const gone = { round: crypto.randomUUID() };
    const [play, ballot] = [
      entry(null, gone),
      entry(null, { ...gone, part: 'ballot', answer: { choice: crypto.randomUUID() } }),
    ];
    expect((await handIn(tablet, play, ballot)).verdicts).toEqual({
      [play.id]: 'day',
      [ballot.id]: 'refused',
    });
    expect((await totals('keep')).entries).toBe(1);
  });

  it('that cannot be true is refused and counted as such, for good', async () => {
    const round = await hall.roundIn('running');
    const vote = await hall.plan('vote');
    const bad = [
      entry(round, { madeMs: Date.now() + 5_000 }),
      entry(round, { madeMs: Date.now() - 60_000 }),
      entry(round, { answer: { choice: 'z' } }),
      entry(round, { answer: { choice: 'b', more: 1 } }),
      entry(round, { challenge: 'order' }),
      entry(round, { part: 'ballot', answer: { choice: crypto.randomUUID() } }),
      entry(vote),
      entry(null, { challenge: 'never-heard-of', answer: { choice: 'b' } }),
      entry(null, { madeMs: Date.now() + 5_000 }),
    ];
    for (const one of bad) {
      const answer = await handIn(tablet, one);
      expect(answer, JSON.stringify(one)).toEqual({
        kept: [],
        refused: [one.id],
        verdicts: { [one.id]: 'refused' },
      });
    }
    const unformed = { ...entry(round), kind: 'answer', part: 'encore' };
    expect(await (await tablet.handIn([unformed])).json()).toMatchObject({
      refused: [unformed.id],
    });
    // Right now, but not the first time that it was handed in.
    expect(await verdictOn(tablet, { ...bad[0]!, madeMs: Date.now() })).toBe('refused');
    const counted = (await (await hall.ask('GET', 'counts')).json()) as { refused: number };
    expect(counted.refused).toBe(bad.length + 1);
    expect(await verdictOn(tablet, entry(round))).toBe('counted');
  });

  it('made while there was no hub merges into the day when it is back', async () => {
    const round = await hall.roundIn('running');
    const others = await Promise.all(Array.from({ length: 3 }, () => hall.tablet()));
    await hall.stop();
    const inRound = others.map(() => entry(round));
    const lone = Array.from({ length: 450 }, (_, at) =>
      entry(null, { answer: { choice: 'abc'[at % 3] }, madeMs: Date.now() - at * 1_000 }),
    );
    hall.later(300_000);
    await hall.start();
    for (const one of [tablet, ...others]) one.move(hall.address);
    for (let at = 0; at < lone.length; at += 200)
      expect((await handIn(tablet, ...lone.slice(at, at + 200))).refused).toEqual([]);
    for (const [at, one] of others.entries())
      expect(await verdictOn(one, inRound[at]!)).toBe('counted');
    const host = await hall.listen('host');
    const { data } = await host.state('closed');
    await hall.step(data.round as Round, 'reveal');
    const { entries, tally } = await totals('keep');
    // Just after midnight some of it was yesterday.
    const today = new Date(Date.now()).setHours(0, 0, 0, 0);
    const ofToday = lone.filter(({ madeMs }) => madeMs >= today).length;
    expect(entries).toBe(ofToday + 3);
    if (ofToday === 450) expect(tally).toMatchObject({ counts: { a: 150, b: 153, c: 150 } });
  });

  it.each([30_000, 86_400_000, -86_400_000, -86_400_000 * 9_000])(
    'of a lone tablet whose clock is %i ms ahead falls on the day when it was made',
    async (aheadMs) => {
      const one = entry(null, { madeMs: Date.now() + aheadMs });
      await tablet.handIn(asEntries([one]), { clockMs: Date.now() + aheadMs });
      expect((await totals('keep')).entries).toBe(1);
    },
  );

  it('counts in a file as it does on the line', async () => {
    const round = await hall.roundIn('running');
    const one = entry(round);
    const message = tablet.seal(asEntries([one]));
    for (let time = 0; time < 2; time += 1) {
      const answer = await hall.ask('POST', 'carried/entries', message);
      expect(await answer.json()).toMatchObject({ verdicts: { [one.id]: 'counted' } });
    }
    expect((await shown()).counts.entered).toBe(1);
  });

  it('stays with the seat when a spare takes a tablet’s place', async () => {
    const spare = await hall.tablet();
    const round = await hall.roundIn('running');
    await tablet.joinRound(round.id);
    const late = entry(round, { answer: { choice: 'a' } });
    expect((await hall.ask('POST', 'swaps', { away: tablet.id, spare: spare.id })).status).toBe(
      200,
    );
    const line = await hall.listen(spare);
    await line.until(() => true);
    expect(line.you).toMatchObject({ seat: 1, hasJoined: true });
    expect(await (await spare.joinRound(round.id)).json()).toEqual({ seat: 1 });
    expect(await verdictOn(spare, entry(round))).toBe('counted');
    // What the one that left still had counts for its seat, which has answered.
    await tablet.joinRound(round.id);
    expect(await verdictOn(tablet, late)).not.toBe('counted');
    expect((await shown()).counts).toMatchObject({ joined: 1, entered: 1 });
  });

  it('of a tablet that left before it could hand in counts for the seat that it had', async () => {
    const round = await hall.roundIn('running');
    await tablet.joinRound(round.id);
    const own = entry(round);
    await hall.ask('PATCH', `devices/${tablet.id}`, { isRetired: true });
    expect(await verdictOn(tablet, own)).toBe('counted');
    expect((await tablet.joinRound(round.id)).status).toBe(401);
  });

  it('is worth more in a race the sooner it was made, and never less for who asked for time', async () => {
    const others = [await hall.tablet(), await hall.tablet()];
    const round = await hall.roundIn('running', 'keep', { pace: 'race' });
    await handIn(tablet, entry(round));
    hall.later(30_000);
    await handIn(others[0]!, entry(round));
    await handIn(others[1]!, entry(round, { isExtended: true }));
    await hall.step(round, 'close', 'reveal');
    const { standings } = (await shown()).result!;
    expect(standings).toHaveLength(3);
    expect(standings[0]![0]).toBeGreaterThan(145);
    expect(standings[1]![0]).toBeGreaterThan(120);
    expect(standings[1]![0]).toBeLessThan(130);
    expect(standings[2]).toEqual([100, 1]);
  });

  it('is taken at any pace that a tablet has, and no faster', async () => {
    const statuses = [];
    for (let turn = 0; turn < 8; turn += 1)
      statuses.push(
        ...(await Promise.all(
          Array.from({ length: 25 }, async () => (await tablet.handIn([entry(null)])).status),
        )),
      );
    expect(statuses.slice(0, 100).every((status) => status === 200)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    const other = await hall.tablet();
    expect((await other.handIn(asEntries([entry(null)]))).status).toBe(200);
  });
});

describe('the ballot', () => {
  it('shows shots that were made in time and arrive after the close', async () => {
    const other = await hall.tablet();
    const round = await hall.roundIn('running', 'direct');
    const [early, late] = [entry(round), entry(round)];
    await handIn(tablet, early);
    const line = await hall.listen(other);
    await hall.step(round, 'close');
    expect((await line.state('closed')).data.round.ballot).toHaveLength(1);
    expect(await verdictOn(other, late)).toBe('counted');
    await line.until(({ data }) => data.round?.ballot?.length === 2);
  });

  it('is over shots of other seats, while the round is closed', async () => {
    const other = await hall.tablet();
    let round = await hall.roundIn('running', 'direct');
    const [own, theirs] = [entry(round), entry(round)];
    await handIn(tablet, own);
    await handIn(other, theirs);
    const ballot = (choice: string) => entry(round, { part: 'ballot', answer: { choice } });
    expect(await verdictOn(tablet, ballot(theirs.id))).toBe('refused');
    round = await hall.step(round, 'close');
    expect((await shown()).ballot).toMatchObject(
      [own, theirs].map(({ id }) => ({ id, votes: 0 })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(await verdictOn(tablet, ballot(own.id))).toBe('refused');
    expect(await verdictOn(tablet, ballot(crypto.randomUUID()))).toBe('refused');
    const vote = ballot(theirs.id);
    expect(await verdictOn(tablet, vote)).toBe('counted');
    expect(await verdictOn(tablet, ballot(theirs.id))).toBe('twice');
    expect(await verdictOn(other, ballot(own.id))).toBe('counted');
    expect((await shown()).counts).toMatchObject({ entered: 2, balloted: 2 });
    const third = await hall.tablet();
    const missed = ballot(own.id);
    await hall.step(round, 'reveal');
    expect(await verdictOn(third, missed)).toBe('day');
    const { tally } = (await shown()).result!;
    expect(tally).toMatchObject({ shots: [{ votes: 1 }, { votes: 1 }] });
  });
});

describe('the table of a round', () => {
  it('has every answer with what became of it, and no formula', async () => {
    const round = await hall.roundIn('running', 'cut');
    const [one, two] = [entry(round), entry(round)];
    await handIn(tablet, one, two);
    await hall.step(round, 'close', 'reveal');
    const answer = await hall.ask('GET', `rounds/${round.id}/results.csv`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trim().split('\r\n');
    expect(lines[0]).toBe(
      'round,challenge,role,seat,part,answer,points,verdict,made,received,seconds',
    );
    const cells = `${round.id},cut,"Director, teal",1,play,"{""order"":[""a"",""b"",""c""],""lengthsS"":[1,2,4]}",,`;
    expect(lines.slice(1).map((line) => line.slice(0, cells.length))).toEqual([cells, cells]);
    expect(
      lines
        .slice(1)
        .map((line) => line.slice(cells.length).split(',')[0])
        .sort(),
    ).toEqual(['counted', 'twice']);
  });
});

describe('phones', () => {
  const handed = (token: string, one: HandedAnswer): Promise<Response> =>
    hall.ask('POST', 'live/entries', one, { 'open-set-phone': token });
  const join = (token: string, round: string): Promise<Response> =>
    hall.ask('POST', 'live/join', { round, isExtended: false }, { 'open-set-phone': token });

  it('play where staff allow them, each on a seat of its own, and stop at once when not', async () => {
    const code = { code: 'ABCDEF' };
    expect(await problemOf(await hall.ask('POST', 'live/phones', code))).toBe('phones-off');
    expect((await hall.host()).phones).toBeNull();
    const [one, two] = [await hall.phone(), await hall.phone()];
    const round = await hall.roundIn('running');
    const line = await hall.listen({ token: one });
    expect(await (await join(one, round.id)).json()).toEqual({ seat: 1001 });
    expect(await (await join(two, round.id)).json()).toEqual({ seat: 1002 });
    const own = entry(round);
    for (let time = 0; time < 2; time += 1)
      expect(await (await handed(one, own)).json()).toEqual({ verdict: 'counted' });
    expect(await (await handed(one, entry(round))).json()).toEqual({ verdict: 'twice' });
    await line.until(({ name, data }) => name === 'you' && data.entries.length === 1);
    await restart();
    expect(await (await handed(two, entry(round))).json()).toEqual({ verdict: 'counted' });
    expect((await hall.host()).round?.counts).toMatchObject({ joined: 2, entered: 2 });
    const open = await hall.listen({ token: two });
    await hall.ask('PUT', 'phones', { isAllowed: false });
    await open.ended();
    expect(await problemOf(await handed(one, entry(round)))).toBe('unknown-phone');
    await hall.ask('PUT', 'phones', { isAllowed: true });
    expect(await problemOf(await join(two, round.id))).toBe('unknown-phone');
    expect(await (await join(await hall.phone(), round.id)).json()).toEqual({ seat: 1003 });
  });

  it('say no time that nobody could write down', async () => {
    const token = await hall.phone();
    const round = await hall.roundIn('running');
    for (const madeMs of [-1, -9e15, 9e15, 1e300]) {
      expect(await problemOf(await handed(token, entry(round, { madeMs })))).toBe('malformed');
      const one = entry(round, { madeMs });
      expect((await handIn(tablet, one)).refused).toEqual([one.id]);
    }
    await hall.step(round, 'close', 'reveal');
    expect((await hall.ask('GET', `rounds/${round.id}/results.csv`)).status).toBe(200);
  });

  it('never sit where a tablet does', async () => {
    const token = await hall.phone();
    const round = await hall.roundIn('open');
    const { seat } = (await (await join(token, round.id)).json()) as { seat: number };
    expect((await hall.ask('PATCH', `devices/${tablet.id}`, { number: seat })).status).toBe(400);
    expect((await hall.ask('PATCH', `devices/${tablet.id}`, { number: seat - 1 })).status).toBe(
      200,
    );
  });

  it('leave the previs set to tablets', async () => {
    const token = await hall.phone();
    for (const kind of ['match', 'direct'] as const) {
      const round = await hall.roundIn('running', kind);
      expect(await problemOf(await join(token, round.id))).toBe('not-for-phones');
      expect(await (await handed(token, entry(round))).json()).toEqual({ verdict: 'refused' });
      await hall.step(round, 'void');
    }
    expect(challenges.match.kind).toBe('match');
  });

  it('join by a code that changes, holds for a while longer, and is not to be guessed', async () => {
    await hall.phone();
    const codeNow = async (): Promise<string> =>
      (await hall.host()).phones!.address.replace(/^.*\/play\?code=/, '');
    const before = await codeNow();
    hall.later(600_000);
    const after = await codeNow();
    expect(after).not.toBe(before);
    const admitted = async (code: string): Promise<number> =>
      (await hall.ask('POST', 'live/phones', { code })).status;
    expect([await admitted(before), await admitted(after)]).toEqual([200, 200]);
    hall.later(600_000);
    expect(await admitted(before)).toBe(403);
    expect((await hall.ask('POST', 'live/phones', { code: 'nothing' })).status).toBe(400);
  });

  it('are forgotten when the day ends', async () => {
    const token = await hall.phone();
    const round = await hall.roundIn('open');
    expect((await join(token, round.id)).status).toBe(200);
    hall.later(86_400_000);
    expect(await problemOf(await join(token, round.id))).toBe('unknown-phone');
  });
});
