// Names of the environment variables that tools read a Cloudflare token from.
import * as l10n from '@vscode/l10n';

/**
 * What tools call it, the most common first. Sources: the documentation of Wrangler, Terraform and Caddy; lego and
 * Traefik; ExternalDNS; octoDNS; acme.sh; the example of Terraform's Cloudflare provider.
 */
const KNOWN: readonly string[] = [
  'CLOUDFLARE_API_TOKEN',
  'CF_API_TOKEN',
  'CF_DNS_API_TOKEN',
  'CLOUDFLARE_DNS_API_TOKEN',
  'CF_ZONE_API_TOKEN',
  'CLOUDFLARE_ZONE_API_TOKEN',
  'CLOUDFLARE_TOKEN',
  'CF_TOKEN',
  'CF_Token',
  'TF_VAR_cloudflare_api_token',
];

/**
 * A name to propose, and why: it is in the file, an example file asks for it, a tool that the token suits reads it, or
 * tools commonly do.
 */
export interface ProposedVariable {
  readonly name: string;
  readonly source: 'file' | 'example' | 'tool' | 'common';
  /** The tool that reads it, for the source `tool`. */
  readonly tool?: string;
}

/**
 * Proposes variables for a token: first those that the file or an example file already has and that look meant for
 * a Cloudflare token, then those of the tools that the token suits, then the common ones.
 * @param inFile names in the file, in its order
 * @param inExamples names in the example files beside it
 * @param ofTools see variablesOf()
 */
export function proposeVariables(names: {
  readonly inFile: readonly string[];
  readonly inExamples: readonly string[];
  readonly ofTools?: readonly { readonly name: string; readonly tool: string }[];
}): ProposedVariable[] {
  const proposals = [
    ...names.inFile.filter(isForToken).map((name): ProposedVariable => ({ name, source: 'file' })),
    ...names.inExamples.filter(isForToken).map((name): ProposedVariable => ({ name, source: 'example' })),
    ...(names.ofTools ?? []).map(({ name, tool }): ProposedVariable => ({ name, source: 'tool', tool })),
    ...KNOWN.map((name): ProposedVariable => ({ name, source: 'common' })),
  ];
  const seen = new Set<string>();
  return proposals.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** A Cloudflare token by its name; keys of another kind (CLOUDFLARE_API_KEY is the Global API key) are not meant. */
export function isForToken(name: string): boolean {
  return KNOWN.includes(name) || (/(?:cloudflare|^cf|_cf)(?:_|$)/i.test(name) && /token$/i.test(name));
}

/** Why a text cannot be the name of a variable, in words; undefined when it can. POSIX names only: shells read the file too. */
export function checkVariableName(name: string): string | undefined {
  if (name === '') return l10n.t('Enter the name of a variable.');
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return /^\d/.test(name)
    ? l10n.t('A variable’s name cannot start with a digit.')
    : l10n.t('A variable’s name has only the letters A to Z, digits and underscores.');
}
