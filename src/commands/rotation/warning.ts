// What a command that changes a token has to say first when the token has a part in a rotation.
import * as vscode from 'vscode';
import { plain } from '../../tokens/markdown.ts';
import type { Token } from '../../tokens/token.ts';
import type { CommandParts } from '../context.ts';

/** The warning; empty where no rotation is under way. */
export function rotationWarning({ rotations }: CommandParts, { id }: Pick<Token, 'id'>): string {
  const rotation = rotations.of(id);
  if (rotation === undefined) return '';
  return rotation.tokenId === id
    ? vscode.l10n.t(
        'It is being rotated: continue or undo that instead, so that nothing is left with a dead secret.',
      )
    : vscode.l10n.t(
        'It is the twin that the rotation of “{0}” made, and what was changed has its secret. Continue or undo the rotation instead.',
        plain(rotation.name),
      );
}
