// The names people gave to what tokens mention by id.

/** Looks names up; undefined where the name is not known, and the id has to do. */
export interface Names {
  readonly zone: (id: string) => string | undefined;
  readonly account: (id: string) => string | undefined;
}
