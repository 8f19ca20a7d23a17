// A place in a document that a command works on. It names a secret by where it stands: the argument of a command, which
// VS Code hands around and may write down, never holds one.
import * as vscode from 'vscode';
import { findLeaks, type Leak } from '../leaks/detect.ts';
import { Secret } from '../tokens/secret.ts';
import { candidateAt } from './candidates.ts';

export interface Spot {
  readonly uri: vscode.Uri;
  /** Zero-based. */
  readonly line: number;
  readonly character: number;
}

/** What stands at a spot. */
export interface SpotSecret {
  readonly document: vscode.TextDocument;
  readonly secret: Secret;
  /** Offsets in the document's text. */
  readonly start: number;
  readonly end: number;
  /** What kind of secret it is, where its shape or what is around it says so. */
  readonly leak?: Leak;
}

/** Names a position of a document. */
export function spotAt(document: vscode.TextDocument, offset: number): Spot {
  const { line, character } = document.positionAt(offset);
  return { uri: document.uri, line, character };
}

/** Is a command's argument a spot? */
export function isSpot(argument: unknown): argument is Spot {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, line, character } = argument as Partial<Record<keyof Spot, unknown>>;
  return uri instanceof vscode.Uri && typeof line === 'number' && typeof character === 'number';
}

/** Reads what is there now; undefined where there is nothing that could be a secret any more. */
export async function secretAt({ uri, line, character }: Spot): Promise<SpotSecret | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const offset = document.offsetAt(new vscode.Position(line, character));
  const leak = findLeaks(text).find(({ start, end }) => start <= offset && offset <= end);
  const found = leak ?? candidateAt(text, offset);
  if (found === undefined) return undefined;
  const { start, end } = found;
  const secret = new Secret(text.slice(start, end));
  return { document, secret, start, end, ...(leak === undefined ? {} : { leak }) };
}
