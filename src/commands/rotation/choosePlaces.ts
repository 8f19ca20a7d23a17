// Where the twin's secret goes: the variables that hold the old one, each to be left out if need be.
import * as vscode from 'vscode';
import { chosen } from '../../rotation/decisions.ts';
import { folderOf } from '../../insertion/held.ts';
import type { Place } from '../../insertion/place.ts';
import type { Rotation } from '../../rotation/rotation.ts';
import { grouped } from '../../tokens/grouped.ts';
import { plain } from '../../tokens/markdown.ts';
import type { CommandParts } from '../context.ts';

interface PlacesItem extends vscode.QuickPickItem {
  readonly places: readonly Place[];
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
  const items = inseparable(found).map((places): PlacesItem => ({
    label: `$(symbol-variable) ${[...new Set(places.map(fileOf))].join(', ')}`,
    description: places.map(({ variable }) => variable).join(', '),
    picked: true,
    places,
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
      picked.flatMap(({ places }) => places),
      byHand,
    )
  );
}

function fileOf({ uri }: Place): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true));
}

/** The halves of an S3 pair are of use only together; a token's own secret is by itself. */
function inseparable(found: readonly Place[]): (readonly Place[])[] {
  const halves = found.filter(({ holding }) => holding !== 'secret');
  return [
    ...found.filter(({ holding }) => holding === 'secret').map((place) => [place]),
    ...grouped(halves, ({ uri }) => folderOf(vscode.Uri.parse(uri, true))),
  ];
}
