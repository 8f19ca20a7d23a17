// What this version knows of permission groups before Cloudflare is asked: dashboard words, aliases, products.
// Ids are stable where names drift, so look-ups go by id first (about 400 groups, some without a known id).
import rows from './data/permission-groups.json' with { type: 'json' };

/** One group as the bundled data has it. */
export interface BundledGroup {
  /** null where nobody has published the id. */
  readonly id: string | null;
  readonly name: string;
  /** The API's name of the scope. */
  readonly scope: string;
  readonly product: string;
  readonly label: string;
  readonly level: string;
  readonly aliases?: readonly string[];
}

/** The bundled group with this id. */
export function bundledById(id: string): BundledGroup | undefined {
  return indexes().byId.get(id);
}

/** The bundled group that has, or had, this API name in this API scope. */
export function bundledByName(apiScope: string, name: string): BundledGroup | undefined {
  return indexes().byName.get(nameKey(apiScope, name));
}

/** All bundled groups. */
export function bundledGroups(): readonly BundledGroup[] {
  return rows;
}

interface Indexes {
  readonly byId: ReadonlyMap<string, BundledGroup>;
  readonly byName: ReadonlyMap<string, BundledGroup>;
}

let built: Indexes | undefined;

/** Built on first use: importing this module costs nothing. */
function indexes(): Indexes {
  built ??= {
    byId: new Map(bundledGroups().flatMap((row) => (row.id === null ? [] : [[row.id, row]]))),
    byName: new Map([
      ...bundledGroups().flatMap((row) =>
        (row.aliases ?? []).map((alias) => [nameKey(row.scope, alias), row] as const),
      ),
      ...bundledGroups().map((row) => [nameKey(row.scope, row.name), row] as const),
    ]),
  };
  return built;
}

/** Cloudflare has changed the case of names before (`Managed headers`), so case does not tell groups apart. */
function nameKey(apiScope: string, name: string): string {
  return `${apiScope}/${name.toLowerCase()}`;
}
