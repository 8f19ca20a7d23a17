import assert from 'node:assert/strict';
import { getCACertificates } from 'node:tls';
import { describe, it } from 'mocha';
import {
  createCertificates,
  readInWorker,
  type CertificateSources,
} from '../../../src/cloudflare/certificates.ts';
import { CERTIFICATE, EXPIRED_CERTIFICATE } from './certificate.ts';

function sources(more: Partial<CertificateSources> = {}): CertificateSources {
  return {
    platform: 'linux',
    now: () => Date.UTC(2026, 0, 1),
    roots: ['root'],
    extra: () => ['extra'],
    system: () => [CERTIFICATE],
    systemInWorker: () => Promise.reject(new Error('not asked for')),
    ...more,
  };
}

describe('createCertificates', () => {
  it("gives Node's, the extra and the system's current ones, each once", async () => {
    const system = () => [CERTIFICATE, EXPIRED_CERTIFICATE, 'garbage', CERTIFICATE];
    assert.deepEqual(await createCertificates(sources({ system }))(), ['root', 'extra', CERTIFICATE]);
  });

  it('reads nothing before it is asked, and then once', async () => {
    let reads = 0;
    const certificates = createCertificates(
      sources({
        system: () => {
          reads += 1;
          return [];
        },
      }),
    );
    assert.equal(reads, 0);
    const [one, other] = await Promise.all([certificates(), certificates()]);
    assert.equal(one, other);
    assert.equal(reads, 1);
  });

  it('reads them in a worker on macOS', async () => {
    const system = () => assert.fail('this would freeze the extension host');
    const systemInWorker = () => Promise.resolve([CERTIFICATE]);
    const all = await createCertificates(sources({ platform: 'darwin', system, systemInWorker }))();
    assert.deepEqual(all, ['root', 'extra', CERTIFICATE]);
  });

  it("keeps Node's own when the system's cannot be read", async () => {
    const system = () => {
      throw new Error('no store');
    };
    assert.deepEqual(await createCertificates(sources({ system }))(), ['root', 'extra']);
  });
});

describe('readInWorker', () => {
  it("gives the same certificates as this thread's Node", async () => {
    assert.deepEqual(await readInWorker(), getCACertificates('system'));
  });
});
