// Lists an account's tokens twice, with one client, in a process that did nothing before, and prints how long each took:
//   LIST_TOKEN=secret node test/bench/list-once.ts ours|sdk|sdk-50 url account-id
import Sdk from 'cloudflare';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import { createTransport } from '../../src/cloudflare/transport.ts';
// The transport loads this with its first request; loaded here, for the SDK has all of its code loaded as well.
import '../../src/cloudflare/transport-undici.ts';
import { Secret } from '../../src/tokens/secret.ts';

export type Lister = 'ours' | 'sdk' | 'sdk-50';

/** Milliseconds. */
export interface ListTimes {
  readonly first: number;
  readonly second: number;
}

const EXPECTED = 500;

if (import.meta.main) {
  const [lister, url = '', accountId = ''] = process.argv.slice(2);
  const secret = process.env['LIST_TOKEN'] ?? '';
  const began = performance.now();
  const list =
    lister === 'ours' ? listerOfOurs(url, secret, accountId) : listerOfSdk(url, secret, accountId, lister);
  const counts = [await list()];
  const first = performance.now() - began;
  const beganAgain = performance.now();
  counts.push(await list());
  const second = performance.now() - beganAgain;
  if (!counts.every((count) => count === EXPECTED)) throw new Error(`listed: ${counts.join(', ')} tokens`);
  console.log(JSON.stringify({ first, second } satisfies ListTimes));
  process.exit(0); // connections that are kept alive would keep the process
}

/** Each call lists all tokens and resolves to how many different ones there are. */
type List = () => Promise<number>;

function listerOfOurs(baseUrl: string, secret: string, accountId: string): List {
  const { send } = createTransport();
  const api = createCloudflareApi({
    baseUrl,
    secret: new Secret(secret),
    transport: send,
    userAgent: 'bench',
  });
  return async () => {
    const tokens = await api.listTokens({ kind: 'account', accountId });
    return new Set(tokens.map(({ id }) => id)).size;
  };
}

function listerOfSdk(
  baseURL: string,
  apiToken: string,
  account_id: string,
  lister: string | undefined,
): List {
  const client = new Sdk({ apiToken, baseURL });
  const page = lister === 'sdk-50' ? { per_page: 50 } : {};
  return async () => {
    const ids = new Set<string | undefined>();
    const tokens = client.accounts.tokens.list({ account_id, include_expired: true, ...page });
    for await (const { id } of tokens) ids.add(id);
    return ids.size;
  };
}
