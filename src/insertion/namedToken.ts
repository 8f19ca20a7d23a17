// What an insertion knows of the token whose secret it inserts, beside the secret.
import * as vscode from 'vscode';
import { plain } from '../tokens/markdown.ts';
import type { HeldSecret } from '../tokens/presetVariables.ts';
import type { ToolVariable } from '../tokens/tokenVariables.ts';

export interface NamedToken {
  readonly name: string;
  /** What is inserted; the token's own secret unless given. */
  readonly holds?: HeldSecret;
  /** Names that the tool reads which the token was made for. */
  readonly ofTool?: readonly string[];
  /** The variables of the tools that the token suits, where that is known. */
  readonly variables?: readonly ToolVariable[];
}

/** The title of the questions of an insertion. */
export function insertionTitle({ name, holds }: NamedToken): string {
  return holds === 's3-secret'
    ? vscode.l10n.t('Insert the S3 Secret Access Key of “{0}”', plain(name))
    : vscode.l10n.t('Insert the Secret of “{0}”', plain(name));
}
