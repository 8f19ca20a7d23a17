// The names people gave to what tokens mention by id.

/** Looks names up; undefined where the name is not known, and the id has to do. */
export interface Names {
  readonly zone: (id: string) => string | undefined;
  readonly account: (id: string) => string | undefined;
  /** The account that a zone belongs to, by their ids; absent where nobody can tell. */
  readonly accountOfZone?: (zoneId: string) => string | undefined;
}
