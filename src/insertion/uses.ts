// Where a secret stands in the workspace's env files. The comparison happens in memory; nothing is indexed or sent.
import type * as vscode from 'vscode';
import { readVariable, scan } from '../dotenv/scan.ts';
import { plain } from '../tokens/markdown.ts';
import type { Secret } from '../tokens/secret.ts';
import { findEnvFiles } from './envFiles.ts';
import { textOf } from './text.ts';

/** One variable whose value is the secret. */
export interface Use {
  readonly uri: vscode.Uri;
  readonly variable: string;
  /** For a person: `.env (CLOUDFLARE_API_TOKEN)`. */
  readonly label: string;
}

/** Finds the variables of the workspace's env files that hold a secret. Files that cannot be read are passed over. */
export async function findUses(secret: Secret): Promise<Use[]> {
  const wanted = secret.reveal();
  const uses: Use[] = [];
  for (const { uri, label } of await findEnvFiles()) {
    const text = await textOf(uri);
    // Of several entries for a variable the last one counts; an earlier one is not what anything reads.
    for (const variable of new Set(scan(text).entries.map(({ key }) => key))) {
      if (readVariable(text, variable) === wanted)
        uses.push({ uri, variable, label: plain(`${label} (${variable})`) });
    }
  }
  return uses;
}
