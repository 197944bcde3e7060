// A small certificate authority for managed fleets: a root that devices are told to trust, and the
// hub's certificate under it (EXPERIENCE §2.2, option C).
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
/** Apple refuses certificates that hold longer than 825 days, also under roots of one's own. */
const certificateDays = 398;
const rootDays = 10 * 365;

export interface KeyAndCertificate {
  /** PKCS #8, PEM. */
  key: string;
  /** PEM. */
  certificate: string;
}

const newKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(signing, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;

const newSerial = (): string => `00${randomBytes(15).toString('hex')}`;

/** Makes a root of its own for the event. */
export async function makeRoot(title: string): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`Open Set ${title}`] }],
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + rootDays * dayMs),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate: certificate.toString('pem') };
}

/** Makes the hub's certificate for `names`, host names or addresses; the root signs it. */
export async function makeCertificate(
  root: KeyAndCertificate,
  names: readonly [string, ...string[]],
): Promise<KeyAndCertificate> {
  const issuer = new x509.X509Certificate(root.certificate);
  const signingKey = await importKey(root.key);
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [names[0]] }],
    issuer: issuer.subject,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + certificateDays * dayMs),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const chain = `${certificate.toString('pem')}\n${root.certificate}\n`;
  return { key: await exportKey(keys.privateKey), certificate: chain };
}

async function exportKey(key: CryptoKey): Promise<string> {
  const bytes = await crypto.subtle.exportKey('pkcs8', key);
  return x509.PemConverter.encode(bytes, 'PRIVATE KEY');
}

async function importKey(pem: string): Promise<CryptoKey> {
  const [bytes] = x509.PemConverter.decode(pem);
  if (!bytes) throw new Error('The root’s key cannot be read.');
  return crypto.subtle.importKey('pkcs8', bytes, signing, false, ['sign']);
}
