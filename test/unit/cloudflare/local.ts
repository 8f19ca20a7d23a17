// A client of the local Cloudflare: over real HTTP, with time that does not have to be waited for.
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { CloudflareApi } from '../../../src/cloudflare/api.ts';
import { createLimiter } from '../../../src/cloudflare/limiter.ts';
import { createTransport } from '../../../src/cloudflare/transport.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import { startCloudflare, type Cloudflare, type Options } from '../../cloudflare/index.ts';
import { createFakeClock, type FakeClock } from './fakeClock.ts';

export interface Local {
  readonly cloudflare: Cloudflare;
  readonly clock: FakeClock;
  /** What the clients logged so far. */
  readonly lines: readonly string[];
  /** A client that acts with a secret; the user's management token unless given. */
  apiFor(secret?: string | Secret): CloudflareApi;
  stop(): Promise<void>;
}

/** Starts a local Cloudflare, and a transport to it. */
export async function startLocal(options?: Options): Promise<Local> {
  const cloudflare = await startCloudflare(options);
  const transport = createTransport();
  const clock = createFakeClock();
  const lines: string[] = [];
  return {
    cloudflare,
    clock,
    lines,
    apiFor: (secret = cloudflare.userToken) =>
      createCloudflareApi({
        baseUrl: cloudflare.url,
        secret: typeof secret === 'string' ? new Secret(secret) : secret,
        transport: transport.send,
        userAgent: 'cloudflare-api-tokens-test/1',
        limiter: createLimiter({ clock }),
        clock,
        log: (line) => lines.push(line),
      }),
    async stop() {
      await transport.close();
      await cloudflare.stop();
    },
  };
}
