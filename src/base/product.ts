/** The product, as it introduces itself to others. Held equal to package.json by a unit test. */
export const product = {
  name: 'Parley',
  version: '0.1.0',
  /** Where a person finds more about it. */
  url: 'https://marketplace.visualstudio.com/items?itemName=parley.parley-xmpp',
} as const;
