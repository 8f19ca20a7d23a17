// A variable that holds something of a token, as plain data to keep: where it is and what it holds, never the value.
import * as vscode from 'vscode';
import { type Held, type Holding, type HoldingUse, valueOf } from './held.ts';
import type { Wanted } from './replace.ts';

export interface Place {
  /** The file, as a URI. */
  readonly uri: string;
  readonly variable: string;
  readonly holding: Holding;
  /** For a person: `.env (CLOUDFLARE_API_TOKEN)`. */
  readonly label: string;
}

/** The place of a use. */
export function placeOf({ uri, ...use }: HoldingUse): Place {
  return { ...use, uri: uri.toString() };
}

/** What is to stand in places that hold something of a token. */
export function wantedIn(places: readonly Place[], held: Held): Wanted[] {
  return places.map(({ uri, variable, holding }) => ({
    uri: vscode.Uri.parse(uri, true),
    variable,
    to: valueOf(held, holding),
  }));
}
