// The only reader of the configuration. A workspace gets no say here but in which of its own files are passed over: a
// repository that could choose the API's address or the proxy could have the management token sent to itself.
import * as vscode from 'vscode';

export const DEFAULT_API_BASE_URL = 'https://api.cloudflare.com/client/v4';

/** The user's own (or the machine's) value of a setting, else its default; workspace and folder values are ignored. */
function personal(section: string, key: string): unknown {
  const found = vscode.workspace.getConfiguration(section).inspect(key);
  return found?.globalValue ?? found?.defaultValue;
}

/** Where Cloudflare's API is, without a trailing slash. */
export function apiBaseUrl(): string {
  const value = text(personal('cloudflareTokens', 'apiBaseUrl'));
  return (value === '' ? DEFAULT_API_BASE_URL : value).replace(/\/+$/, '');
}

// The manifest's bound: timers of more than 24 days would go off at once, and a file may hold any number.
const LONGEST_ON_CLIPBOARD = 3600;

/** How long a copied secret stays on the clipboard, in seconds, an hour at most; 0 leaves it there. */
export function clipboardClearSeconds(): number {
  const value = personal('cloudflareTokens', 'clipboardClearSeconds');
  return typeof value === 'number' && value >= 0 ? Math.min(value, LONGEST_ON_CLIPBOARD) : 60;
}

/** Are there code lenses above secrets and the variables for them? */
export function showsLenses(): boolean {
  return personal('cloudflareTokens', 'codeLens') !== false;
}

/** Are secrets in files that git tracks, or would take in, shown as problems? */
export function showsLeaks(): boolean {
  return personal('cloudflareTokens', 'leakProblems') !== false;
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
  const noProxy = personal('http', 'noProxy');
  return {
    proxy: text(personal('http', 'proxy')),
    noProxy: Array.isArray(noProxy) ? noProxy.map(text) : [],
    proxySupport: text(personal('http', 'proxySupport')),
    systemCertificates: personal('http', 'systemCertificates') !== false,
  };
}

/**
 * The glob patterns of what a folder's explorer and search leave out (`files.exclude`, `search.exclude`). Patterns with
 * a condition of their own (`when`) are not among them.
 */
export function excludedPatterns(folder: vscode.Uri): string[] {
  return ['files', 'search'].flatMap((section) => {
    const patterns: unknown = vscode.workspace.getConfiguration(section, folder).get('exclude');
    if (typeof patterns !== 'object' || patterns === null) return [];
    return Object.entries(patterns).flatMap(([pattern, excluded]) => (excluded === true ? [pattern] : []));
  });
}

/** A setting's text; settings files may hold anything. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
