// Tells a VS Code, and the tests inside its extension host, where the local Cloudflare is.
import type { Cloudflare } from '../cloudflare/index.ts';
import type { Settings } from './settings.ts';

/** What tests inside the extension host know of the local Cloudflare, which runs in the process that started VS Code. */
export type CloudflareFacts = Pick<
  Cloudflare,
  'url' | 'controlUrl' | 'userToken' | 'accountToken' | 'accounts'
>;

/** The user settings that make the extension talk to it. */
export function settingsFor({ url }: Pick<Cloudflare, 'url'>): Settings {
  return { 'cloudflareTokens.apiBaseUrl': url };
}

/** The environment that carries the facts into the extension host: CLOUDFLARE_LOCAL, as JSON. */
export function environmentFor(cloudflare: Cloudflare): NodeJS.ProcessEnv {
  const { url, controlUrl, userToken, accountToken, accounts } = cloudflare;
  const facts: CloudflareFacts = { url, controlUrl, userToken, accountToken, accounts };
  return { CLOUDFLARE_LOCAL: JSON.stringify(facts) };
}
