// The local Cloudflare that the runner of these tests started, and that the extension's settings point to.
import type { CloudflareFacts } from '../vscode/local-cloudflare.ts';

/** Its address and tokens; tests reach its switches over HTTP at `controlUrl`. */
export const cloudflare = JSON.parse(process.env['CLOUDFLARE_LOCAL'] ?? '{}') as CloudflareFacts;
