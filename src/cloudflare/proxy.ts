// Which way a request goes: direct, through a proxy, or through the host because only it can. Follows the order
// in which VS Code itself decides (@vscode/proxy-agent): this machine, no-proxy lists, setting, environment, system.
import { isLoopback } from './address.ts';

export type ProxyChoice =
  | { readonly via: 'direct' }
  | { readonly via: 'proxy'; readonly url: string }
  /** Only the host's own fetch can go there, e.g. through SOCKS. */
  | { readonly via: 'host' };

export interface ProxyInputs {
  /** `http.proxy`, or empty. */
  readonly proxy: string;
  /** `http.noProxy`; when it has entries, NO_PROXY of the environment is ignored. */
  readonly noProxy: readonly string[];
  /** `http.proxySupport`; `off` means direct. */
  readonly proxySupport: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Asks the system (or a PAC file) for the proxy of a URL; undefined means direct. VS Code keeps one of these. */
export type ResolveProxyUrl = (url: string) => Promise<string | undefined>;

/**
 * Decides by settings and environment, and where those say nothing by the system's answer. Without a way to ask
 * the system, the host's own fetch has to: only it knows.
 */
export async function chooseProxy(
  url: string,
  inputs: ProxyInputs,
  resolveProxyUrl?: ResolveProxyUrl,
): Promise<ProxyChoice> {
  const configured = configuredProxy(url, inputs);
  if (configured !== undefined) return configured;
  if (resolveProxyUrl === undefined) return { via: 'host' };
  try {
    return throughProxy((await resolveProxyUrl(url)) ?? '') ?? { via: 'direct' };
  } catch {
    return { via: 'host' };
  }
}

/** What settings and environment say about a URL; undefined when they say nothing. */
export function configuredProxy(url: string, inputs: ProxyInputs): ProxyChoice | undefined {
  const { hostname, port, protocol } = new URL(url);
  const direct: ProxyChoice = { via: 'direct' };
  if (isLoopback(hostname) || inputs.proxySupport === 'off') return direct;
  const { env } = inputs;
  const listed = inputs.noProxy.filter((entry) => entry.trim() !== '');
  const excluded = listed.length > 0 ? listed : firstSet(env, 'no_proxy', 'NO_PROXY').split(',');
  if (isExcluded(hostname, port === '' ? DEFAULT_PORTS[protocol] : port, excluded)) return direct;
  return (
    throughProxy(inputs.proxy) ??
    throughProxy(firstSet(env, 'https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'))
  );
}

function firstSet(env: ProxyInputs['env'], ...names: readonly string[]): string {
  return names.map((name) => env[name]?.trim() ?? '').find((value) => value !== '') ?? '';
}

function throughProxy(address: string): ProxyChoice | undefined {
  const url = URL.parse(address.trim());
  if (url === null) return undefined;
  if (url.protocol === 'http:' || url.protocol === 'https:') return { via: 'proxy', url: url.href };
  return url.protocol.startsWith('socks') ? { via: 'host' } : undefined;
}

/** VS Code's rule: `*` excludes all; an entry matches the host and everything below it, and its port if it names one. */
function isExcluded(hostname: string, port: string | undefined, entries: readonly string[]): boolean {
  const host = `.${hostname.replace(/^\[|\]$/g, '').toLowerCase()}`;
  return entries.some((entry) => {
    const [name = '', onlyPort] = entry.trim().toLowerCase().split(':', 2);
    if (name === '') return false;
    if (name === '*') return true;
    return (
      host.endsWith(name.startsWith('.') ? name : `.${name}`) && (onlyPort === undefined || onlyPort === port)
    );
  });
}
