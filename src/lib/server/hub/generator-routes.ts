// The video generator's addresses: tablets hand in and ask, staff switch.
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { sha256 } from '#lib/openset/id.ts';
import { generatorChange } from '#lib/fleet/generator.ts';
import { deviceHeader, deviceId, signatureHeader, signatureText } from '#lib/fleet/report.ts';
import { readBody, Refusal } from './call.ts';
import type { Exhibition } from './exhibition.ts';
import { sendJson } from './send-json.ts';
import { sendSection } from './send-section.ts';

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  exhibition: Exhibition;
  id: string;
}

export async function generatorNow({ response, exhibition }: Asked): Promise<void> {
  sendJson(response, exhibition.generator.now());
}

export async function changeGenerator({ request, response, exhibition }: Asked): Promise<void> {
  await exhibition.generator.change(await readBody(request, generatorChange));
  sendJson(response, {});
}

export async function switchGeneratorOff({ response, exhibition }: Asked): Promise<void> {
  await exhibition.generator.switchOff();
  sendJson(response, {});
}

export async function generationQueue({ response, exhibition }: Asked): Promise<void> {
  sendJson(response, exhibition.generator.queue());
}

/** There is no body to sign: the signature is over the address, and good for reading this one job. */
export async function generationState(asked: Asked): Promise<void> {
  const { headers } = asked.request;
  const device = v.safeParse(deviceId, headers[deviceHeader]);
  const signature = v.safeParse(signatureText, headers[signatureHeader]);
  if (!device.success || !signature.success) throw new Refusal('bad-signature');
  const { generator } = asked.exhibition;
  sendJson(asked.response, generator.state(asked.id, device.output, signature.output));
}

/** A video element sends no signature: here the hash is what only the asking tablet was told. */
export async function generatedTake(asked: Asked): Promise<void> {
  const { request, response, exhibition, id } = asked;
  if (!v.is(sha256, id)) throw new Refusal('not-found');
  const { file } = exhibition.generator.clip(id);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  // Staff may clear the folder.
  if (size === null) throw new Refusal('not-found');
  await sendSection(
    request,
    response,
    { file, offset: 0, length: size },
    {
      'Content-Type': 'video/mp4',
      'Cache-Control': 'no-store',
    },
  );
}
