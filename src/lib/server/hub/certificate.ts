// The hub's certificate, read from files that staff or their tools renew while the hub runs.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import type { Server } from 'node:https';

export interface CertificateFiles {
  cert: string;
  key: string;
}

interface Loaded {
  cert: Buffer;
  key: Buffer;
  untilMs: number;
}

/** Files are looked at this often: certificates are renewed by the day. */
const lookMs = 5_000;

/** Reads both files. Throws with what is wrong with them. */
export function loadCertificate({ cert, key }: CertificateFiles): Loaded {
  const [certificate, privateKey] = [readFileSync(cert), readFileSync(key)];
  const read = new X509Certificate(certificate);
  if (!read.checkPrivateKey(createPrivateKey(privateKey)))
    throw new Error(`${key} is not the key of ${cert}.`);
  return { cert: certificate, key: privateKey, untilMs: read.validToDate.getTime() };
}

/**
 * Keeps the server's certificate that of the files, and tells until when it holds. A pair that does
 * not fit, as in the middle of a renewal, leaves the last good one. Returns the way to stop.
 */
export function keepCertificate(
  server: Server,
  files: CertificateFiles,
  onLoaded: (untilMs: number) => void,
  onRefusal: (why: string) => void,
): () => void {
  const load = (): void => {
    try {
      const { untilMs, ...pair } = loadCertificate(files);
      server.setSecureContext(pair);
      onLoaded(untilMs);
    } catch (error) {
      onRefusal((error as Error).message);
    }
  };
  load();
  for (const file of [files.cert, files.key]) watchFile(file, { interval: lookMs }, load);
  return () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, load);
  };
}
