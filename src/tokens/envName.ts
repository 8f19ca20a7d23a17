// Names of the environment variables that tools read a Cloudflare token from.
import * as l10n from '@vscode/l10n';
import type { HeldSecret } from './presetVariables.ts';

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

/** What S3 clients call their secret access key. */
const KNOWN_OF_S3: readonly string[] = ['AWS_SECRET_ACCESS_KEY', 'R2_SECRET_ACCESS_KEY'];

/**
 * A name to propose, and why: a tool reads it that the token was made for or suits, it is in the file, an example file
 * asks for it, or tools commonly read it.
 */
export interface ProposedVariable {
  readonly name: string;
  readonly source: 'tool' | 'file' | 'example' | 'common';
  /** The tool that reads it, where the token only suits one. */
  readonly tool?: string;
}

/**
 * Proposes variables for a token: first those of the tool that it was made for, then those that the file or an example
 * file already has and that look meant for a Cloudflare token (or for an S3 secret), then those of the tools that it
 * suits, then the common ones.
 * @param inFile names in the file, in its order
 * @param inExamples names in the example files beside it
 * @param ofTool see variablesOfPreset()
 * @param ofTools see variablesFor()
 */
export function proposeVariables(names: {
  readonly inFile: readonly string[];
  readonly inExamples: readonly string[];
  readonly ofTool?: readonly string[];
  readonly ofTools?: readonly { readonly name: string; readonly tool: string }[];
  readonly holds?: HeldSecret;
}): ProposedVariable[] {
  const isForS3 = names.holds === 's3-secret';
  const looksMeant = isForS3 ? looksMeantForS3 : isForToken;
  const proposals = [
    ...(names.ofTool ?? []).map((name): ProposedVariable => ({ name, source: 'tool' })),
    ...names.inFile.filter(looksMeant).map((name): ProposedVariable => ({ name, source: 'file' })),
    ...names.inExamples.filter(looksMeant).map((name): ProposedVariable => ({ name, source: 'example' })),
    ...(isForS3 ? [] : (names.ofTools ?? [])).map(({ name, tool }): ProposedVariable => ({
      name,
      source: 'tool',
      tool,
    })),
    ...(isForS3 ? KNOWN_OF_S3 : KNOWN).map((name): ProposedVariable => ({ name, source: 'common' })),
  ];
  const seen = new Set<string>();
  return proposals.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** A Cloudflare token by its name; keys of another kind (CLOUDFLARE_API_KEY is the Global API key) are not meant. */
export function isForToken(name: string): boolean {
  return KNOWN.includes(name) || (/(?:cloudflare|^cf|_cf)(?:_|$)/i.test(name) && /token$/i.test(name));
}

function looksMeantForS3(name: string): boolean {
  return /secret_?(?:access_?)?key$/i.test(name) && /aws|r2|s3/i.test(name);
}

/** Why a text cannot be the name of a variable, in words; undefined when it can. POSIX names only: shells read the file too. */
export function checkVariableName(name: string): string | undefined {
  if (name === '') return l10n.t('Enter the name of a variable.');
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return /^\d/.test(name)
    ? l10n.t('A variable’s name cannot start with a digit.')
    : l10n.t('A variable’s name has only the letters A to Z, digits and underscores.');
}
