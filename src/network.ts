// How calls leave this machine: VS Code's proxy and certificate settings, handed to the API client's transport.
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createCertificates } from './cloudflare/certificates.ts';
import { chooseProxy, type ResolveProxyUrl } from './cloudflare/proxy.ts';
import { createTransport, type Transport } from './cloudflare/transport.ts';
import { networkSettings } from './settings.ts';

/** Opens the transport of this window. It follows changes of VS Code's `http.*` settings by itself. */
export function openNetwork(): Transport {
  const certificates = createCertificates();
  const resolveProxyUrl = findProxyResolver();
  return createTransport({
    proxyFor: (url) => chooseProxy(url, { ...networkSettings(), env: process.env }, resolveProxyUrl),
    ca: async () => (networkSettings().systemCertificates ? certificates() : undefined),
  });
}

/**
 * VS Code has no public way to ask for the system's proxy. Its own module is in the installation and VS Code hangs
 * the resolver on it (microsoft/vscode `proxyResolver.ts`); where that is no longer so, the host's fetch serves.
 */
function findProxyResolver(): ResolveProxyUrl | undefined {
  for (const folder of ['node_modules.asar', 'node_modules']) {
    try {
      const load = createRequire(path.join(vscode.env.appRoot, folder, 'index.js'));
      const agent = load('@vscode/proxy-agent') as { readonly resolveProxyURL?: unknown };
      if (typeof agent.resolveProxyURL === 'function') return agent.resolveProxyURL as ResolveProxyUrl;
    } catch {
      // Not in this folder, or not in this build of VS Code.
    }
  }
  return undefined;
}
