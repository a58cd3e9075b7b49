// @ts-check
// What Ada and Grace are like.

/**
 * @typedef {object} Person
 * @property {readonly Mood[]} moods taken on one after the other
 * @property {(text: string) => string} reply answers a message
 * @property {{ name: string, text: string } | undefined} file what to send to whoever asks, and once unasked
 *
 * @typedef {{ show?: 'away' | 'dnd' | 'xa' | 'chat', status: string } | 'gone'} Mood
 */

const ANSWER = `/** The answer, and how many steps it took to find it. */
export function answer(question: string): { readonly value: 42; readonly steps: number } {
  const steps = [...question].filter((letter) => letter !== ' ').length;
  return { value: 42, steps };
}
`;

/** @param {string} text */
function quote(text) {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** @param {string} text @param {readonly (readonly [RegExp, string])[]} answers */
function find(text, answers) {
  return answers.find(([pattern]) => pattern.test(text))?.[1];
}

/** @type {Record<'ada' | 'grace', Person>} */
export const people = {
  ada: {
    moods: [
      { status: 'Compiling the notes…' },
      { show: 'away', status: 'Having tea with Mr. Babbage' },
      { status: 'Back at the engine' },
      { show: 'dnd', status: 'Counting Bernoulli numbers' },
    ],
    reply: (text) =>
      find(text, [
        [/^(hi|hello|hey)\b/iu, 'Hello! Say “send me a file” if you would like to see some code.'],
        [/```|[{};]\s*$/mu, 'I like how that reads. Shall we run it?'],
        [/\?\s*$/u, 'A good question. I would begin with a small example and look at it closely.'],
        [/^https:\/\/\S+$/u, 'It has arrived, thank you!'],
      ]) ?? `“${quote(text)}” – I was thinking about that, too.`,
    file: { name: 'answer.ts', text: ANSWER },
  },
  grace: {
    moods: [
      { show: 'chat', status: 'Looking for bugs. Found a moth.' },
      { show: 'away', status: 'Back at 3' },
      'gone',
      { status: 'Writing a compiler' },
    ],
    reply: (text) =>
      find(text, [
        [/^(hi|hello|hey)\b/iu, 'Good to see you. What are you building today?'],
        [/```|[{};]\s*$/mu, 'Does it have a test?'],
        [/\?\s*$/u, 'It is easier to ask forgiveness than permission: try it.'],
        [/^https:\/\/\S+$/u, 'Received. I shall have a look.'],
      ]) ?? `“${quote(text)}”, noted in the log book.`,
    file: undefined,
  },
};
