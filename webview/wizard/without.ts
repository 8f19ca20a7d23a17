// Leaves a field out of an object: with exact optional types, `undefined` does not stand for an absent field.

/** A copy without one field. */
export function without<T extends object, K extends keyof T & string>(value: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;
}
