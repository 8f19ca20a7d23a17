// The certificates to trust: the system's, Node's own, and those of NODE_EXTRA_CA_CERTS, as VS Code itself does
// with its setting `http.systemCertificates`.
import { X509Certificate } from 'node:crypto';
import { getCACertificates, rootCertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';

/** Where certificates come from; replaced in tests. All in PEM. */
export interface CertificateSources {
  readonly platform: string;
  readonly now: () => number;
  readonly roots: readonly string[];
  /** Of NODE_EXTRA_CA_CERTS. */
  readonly extra: () => readonly string[];
  readonly system: () => readonly string[];
  /** The system's, read without holding up this thread. */
  readonly systemInWorker: () => Promise<readonly string[]>;
}

const NODE: CertificateSources = {
  platform: process.platform,
  now: () => Date.now(),
  roots: rootCertificates,
  extra: () => getCACertificates('extra'),
  system: () => getCACertificates('system'),
  systemInWorker: readInWorker,
};

/**
 * Makes a function that gives all certificates to trust. They are read once, on first use, and the same array is
 * given from then on; where the system's cannot be read, Node's own still are.
 */
export function createCertificates(sources: CertificateSources = NODE): () => Promise<readonly string[]> {
  let all: Promise<readonly string[]> | undefined;
  return () => (all ??= read(sources));
}

async function read(sources: CertificateSources): Promise<readonly string[]> {
  const system = await readSystem(sources);
  const current = system.filter((pem) => isCurrent(pem, sources.now()));
  return [...new Set([...sources.roots, ...sources.extra(), ...current])];
}

/** On macOS reading them can freeze the thread for many seconds, and with it every other extension (vscode#333830). */
async function readSystem({
  platform,
  system,
  systemInWorker,
}: CertificateSources): Promise<readonly string[]> {
  try {
    return platform === 'darwin' ? await systemInWorker() : system();
  } catch {
    return [];
  }
}

function isCurrent(pem: string, now: number): boolean {
  try {
    const until = Date.parse(new X509Certificate(pem).validTo);
    return Number.isNaN(until) || until > now;
  } catch {
    return false;
  }
}

// As text, because a bundle has no file of its own for it.
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.postMessage(require('node:tls').getCACertificates('system'));
`;

/** Reads the system's certificates in a worker thread. */
export function readInWorker(): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { eval: true, name: 'system certificates' });
    worker.unref();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The reader of system certificates stopped (${code}).`)));
  });
}
