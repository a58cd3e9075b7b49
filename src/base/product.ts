/** The product's identity, as announced to others. A unit test compares it to package.json. */
export const product = {
  name: 'Parley',
  version: '0.1.0',
  /** The website. */
  url: 'https://marketplace.visualstudio.com/items?itemName=parley.parley-xmpp',
} as const;
