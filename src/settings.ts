// The only reader of the configuration. A workspace never gets a say here: a repository that could choose the
// API's address or the proxy could have the management token sent to itself.
import * as vscode from 'vscode';

export const DEFAULT_API_BASE_URL = 'https://api.cloudflare.com/client/v4';

/** The user's own (or the machine's) value of a setting, else its default; workspace and folder values are ignored. */
function personal<T>(section: string, key: string): T | undefined {
  const found = vscode.workspace.getConfiguration(section).inspect<T>(key);
  return found?.globalValue ?? found?.defaultValue;
}

/** Where Cloudflare's API is, without a trailing slash. */
export function apiBaseUrl(): string {
  const value = personal<string>('cloudflareTokens', 'apiBaseUrl')?.trim() ?? '';
  return (value === '' ? DEFAULT_API_BASE_URL : value).replace(/\/+$/, '');
}

/** How long a copied secret stays on the clipboard, in seconds; 0 leaves it there. */
export function clipboardClearSeconds(): number {
  const value = personal<number>('cloudflareTokens', 'clipboardClearSeconds');
  return typeof value === 'number' && value >= 0 ? value : 60;
}

/** VS Code's own network settings, as the proxy decision needs them. */
export interface NetworkSettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  readonly proxySupport: string;
  readonly systemCertificates: boolean;
}

/** Reads VS Code's `http.*` settings (user and machine values only, as VS Code itself does for `http.proxy`). */
export function networkSettings(): NetworkSettings {
  return {
    proxy: personal<string>('http', 'proxy')?.trim() ?? '',
    noProxy: personal<string[]>('http', 'noProxy') ?? [],
    proxySupport: personal<string>('http', 'proxySupport') ?? 'override',
    systemCertificates: personal<boolean>('http', 'systemCertificates') ?? true,
  };
}
