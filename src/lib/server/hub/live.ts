// The live streams. A step of a round goes out at once, as one buffer for each role; counts follow at
// a pace that does not grow with the hall (LIMITS §4).
import type { ServerResponse } from 'node:http';
import { beatMs, type Counts, type liveEvents, type You } from '#lib/challenge/live.ts';
import type { Participant } from './answers.ts';
import { LiveView, type LiveSource } from './live-view.ts';
import { dataHeaders } from './security-headers.ts';
import { Throttle } from './throttle.ts';

const stageEveryMs = 100;
const playersEveryMs = 500;
/** Who listens and who joined, for the stage and hosts. */
const rosterEveryMs = 1_000;
/** A consumer that holds more unread bytes is cut off; it comes back and gets the whole state. */
const mostUnread = 256 * 1024;

interface Player {
  who: () => Participant;
  response: ServerResponse;
}
interface Viewer {
  role: 'stage' | 'host';
  /** Where it reached the hub. */
  origin: string;
  response: ServerResponse;
}

export class Live {
  readonly #source: LiveSource;
  readonly #view: LiveView;
  readonly #players = new Map<string, Player>();
  readonly #viewers = new Set<Viewer>();
  readonly #toStage = new Throttle(stageEveryMs, () => this.#tellStage());
  readonly #toPlayers = new Throttle(playersEveryMs, () => this.#tellPlayers());
  readonly #toRoster = new Throttle(rosterEveryMs, () => this.#tellViewers());
  readonly #toVoters = new Throttle(rosterEveryMs, () => this.#tellVoters());
  readonly #beat: NodeJS.Timeout;
  /** Seats whose entries came since the stage was told. */
  #landed: { round: string; seats: number[] } = { round: '', seats: [] };
  /** The round that players were told of last. */
  #playedId: string | null = null;
  /** Entries of the round when its state was told last. */
  #toldEntries = 0;
  #code = '';

  constructor(source: LiveSource) {
    this.#source = source;
    this.#view = new LiveView(source);
    this.#playedId = this.#view.played?.round.id ?? null;
    this.#beat = setInterval(() => this.#keepAlive(), beatMs).unref();
  }

  /** Streams to a tablet or a phone. `who` is asked each time: a tablet may get another seat. */
  streamToPlayer(response: ServerResponse, who: () => Participant): void {
    const { id } = who();
    const before = this.#players.get(id);
    const player = { who, response };
    this.#players.set(id, player);
    before?.response.end();
    open(response);
    const state = JSON.stringify(this.#view.forPlayers());
    const you = JSON.stringify(this.#own(player));
    response.write(this.#stateEvent(`${state.slice(0, -1)},"you":${you}}`));
    response.once('close', () => {
      if (this.#players.get(id) === player) this.#players.delete(id);
      this.#toRoster.wish();
    });
    this.#toRoster.wish();
  }

  streamToViewer(response: ServerResponse, role: Viewer['role'], origin: string): void {
    const viewer = { role, origin, response };
    this.#viewers.add(viewer);
    open(response);
    response.write(this.#stateOf(viewer));
    response.once('close', () => {
      this.#viewers.delete(viewer);
      this.#toRoster.wish();
    });
    this.#toRoster.wish();
  }

  /** A round stepped: everybody hears of it at once. */
  stepped(): void {
    const state = this.#stateEvent(JSON.stringify(this.#view.forPlayers()));
    for (const { response } of this.#players.values()) send(response, state);
    this.#tellViewers();
    const playedId = this.#view.played?.round.id ?? null;
    this.#toldEntries = playedId === null ? 0 : this.#counts(playedId).entered;
    if (playedId === this.#playedId) return;
    this.#playedId = playedId;
    for (const player of this.#players.values())
      send(player.response, event('you', JSON.stringify(this.#own(player))));
  }

  /** Seats took part or handed in. */
  counted(round: string, landed: number[] = []): void {
    if (round !== this.#source.rounds.current?.round.id) return;
    if (round !== this.#landed.round) this.#landed = { round, seats: [] };
    this.#landed.seats.push(...landed);
    this.#toStage.wish();
    this.#toPlayers.wish();
    this.#toVoters.wish();
    if (landed.length === 0) this.#toRoster.wish();
  }

  /** Tells a participant what is known of it in the round. */
  tellOwn(id: string): void {
    const player = this.#players.get(id);
    if (player) send(player.response, event('you', JSON.stringify(this.#own(player))));
  }

  /** Who may take part, or where, has changed. */
  rosterChanged(): void {
    this.#toRoster.wish();
  }

  /** Phones may not listen any more. */
  dismissPhones(): void {
    for (const { who, response } of this.#players.values()) if (who().isPhone) response.end();
  }

  close(): void {
    clearInterval(this.#beat);
    for (const throttle of [this.#toStage, this.#toPlayers, this.#toRoster, this.#toVoters])
      throttle.close();
    for (const { response } of [...this.#players.values(), ...this.#viewers]) response.end();
  }

  #tellStage(): void {
    const held = this.#source.rounds.current;
    if (!held) return;
    const { id } = held.round;
    const seats = this.#landed.round === id ? this.#landed.seats : [];
    this.#landed = { round: id, seats: [] };
    const news = [event('counts', JSON.stringify({ round: id, counts: this.#counts(id) }))];
    if (seats.length > 0) news.push(event('landed', JSON.stringify({ round: id, seats })));
    const bytes = Buffer.concat(news);
    for (const { response } of this.#viewers) send(response, bytes);
  }

  #tellPlayers(): void {
    const held = this.#view.played;
    if (!held) return;
    const { id } = held.round;
    const bytes = event('counts', JSON.stringify({ round: id, counts: this.#counts(id) }));
    for (const { response } of this.#players.values()) send(response, bytes);
  }

  /** Shots that arrive after the close are voted on as well. */
  #tellVoters(): void {
    const held = this.#view.played;
    if (held?.round.state !== 'closed' || held.challenge.asked.kind !== 'direct') return;
    if (this.#counts(held.round.id).entered !== this.#toldEntries) this.stepped();
  }

  #tellViewers(): void {
    const prepared = new Map<string, Buffer>();
    for (const viewer of this.#viewers) {
      const key = `${viewer.role} ${viewer.origin}`;
      let bytes = prepared.get(key);
      if (!bytes) prepared.set(key, (bytes = this.#stateOf(viewer)));
      send(viewer.response, bytes);
    }
  }

  #keepAlive(): void {
    const bytes = Buffer.from(':\n\n');
    for (const { response } of [...this.#players.values(), ...this.#viewers]) send(response, bytes);
    // A new join code goes to the wall.
    const code = this.#source.phones.code();
    if (code !== this.#code) this.#toRoster.wish();
    this.#code = code;
  }

  #counts(round: string): Counts {
    return this.#source.answers.roster(round).counts;
  }

  #own({ who }: Player): You {
    const held = this.#view.played;
    const participant = who();
    return held
      ? this.#source.answers.own(held.round.id, participant)
      : { seat: participant.seat, hasJoined: false, entries: [] };
  }

  #stateOf({ role, origin }: Viewer): Buffer {
    const audience = {
      hears: (device: string): boolean => this.#players.has(device),
      stages: [...this.#viewers].filter((one) => one.role === 'stage').length,
    };
    const state =
      role === 'host'
        ? this.#view.forHosts(audience, origin)
        : this.#view.forStage(audience, origin);
    return this.#stateEvent(JSON.stringify(state));
  }

  #stateEvent(data: string): Buffer {
    const { epoch, revision } = this.#source.rounds;
    return event('state', data, `${epoch}:${revision}`);
  }
}

/** Without chunks: the stream ends with its connection, and a message is one write. */
function open(response: ServerResponse): void {
  response.removeHeader('Transfer-Encoding');
  response.writeHead(200, {
    ...dataHeaders,
    'Content-Type': 'text/event-stream',
    'X-Accel-Buffering': 'no',
  });
}

function event(name: (typeof liveEvents)[number], data: string, id?: string): Buffer {
  return Buffer.from(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);
}

function send(response: ServerResponse, bytes: Buffer): void {
  if (response.writableLength > mostUnread) response.destroy();
  else response.write(bytes);
}
