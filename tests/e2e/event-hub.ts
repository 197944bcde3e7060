// A hub with a small event of its own, for tests that break things.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeBundle } from '../../src/lib/server/pack/bundle.ts';
import { packFolder } from '../../src/lib/server/pack/pack-folder.ts';
import { makeEvent, type EventPlan } from '../fixtures/make-event.ts';
import { document, makeRelease } from '../fixtures/make-release.ts';
import { Hub } from './hub.ts';

const key = generateKeyPairSync('ed25519').privateKey;

export interface EventHub {
  hub: Hub;
  /** Packs another event, which becomes the hub's current release. */
  publish(plan: EventPlan): Promise<void>;
  /** Publishes a release, well signed, whose documents this app cannot read. */
  publishUnreadable(): Promise<void>;
  /** Writes the current release as one file; returns its place. */
  bundle(): Promise<string>;
}

/** Starts a hub with the plan's event for `use`, and removes everything afterwards. */
export async function withHub(
  plan: EventPlan,
  use: (running: EventHub) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-hub-'));
  const out = path.join(home, 'releases');
  let count = 0;
  let release = '';
  const publish = async (wanted: EventPlan): Promise<void> => {
    const event = path.join(home, `event-${(count += 1)}`);
    await makeEvent(event, wanted);
    const packed = await packFolder(event, { out, cache: path.join(home, 'cache'), key });
    if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
    release = packed.report.dir;
  };
  const publishUnreadable = async (): Promise<void> => {
    await makeRelease(out, key, [[document('event', { format: 'of tomorrow' })]]);
  };
  const bundle = async (): Promise<string> => {
    const file = path.join(home, 'release.openset');
    await writeBundle(release, file, () => undefined);
    return file;
  };
  await publish(plan);
  const hub = await new Hub(out).start();
  try {
    await use({ hub, publish, publishUnreadable, bundle });
  } finally {
    await hub.end();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
