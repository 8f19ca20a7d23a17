// Where the twin's secret goes: the variables that hold the old one, each to be left out if need be.
import * as vscode from 'vscode';
import { chosen } from '../../rotation/decisions.ts';
import type { Place } from '../../insertion/place.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: Place;
}

/** Offers the places to choose from. @returns undefined when the person cancelled. @throws VaultError */
export async function choosePlaces(parts: CommandParts, rotation: Rotation): Promise<Rotation | undefined> {
  const reach = parts.reachOf(rotation);
  const secret = await reach.secret(rotation.tokenId);
  const found = secret === undefined ? [] : await reach.find({ id: rotation.tokenId, secret });
  const byHand = (await parts.usage.of(rotation.tokenId)).flatMap(({ kind, label }) =>
    kind === 'variable' ? [] : { label },
  );
  if (found.length === 0) return chosen(rotation, [], byHand);
  const items = found.map((place): PlaceItem => ({
    label: `$(symbol-variable) ${vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri, true))}`,
    description: place.variable,
    picked: true,
    place,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
    title: vscode.l10n.t('Where Does the New Secret of “{0}” Go?', plain(rotation.name)),
    placeHolder: vscode.l10n.t('These hold the old one. One Undo takes the change back.'),
  });
  return (
    picked &&
    chosen(
      rotation,
      picked.map(({ place }) => place),
      byHand,
    )
  );
}
