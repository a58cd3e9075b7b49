/**
 * A value while it is built. Where thousands are built a second, each optional property is assigned:
 * spreading `{}`, or an object for each, takes several times as long and as much memory.
 */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
