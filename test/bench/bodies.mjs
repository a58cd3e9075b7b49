// @ts-check
// What people write: short and long, and seldom in ASCII alone.
const TEXTS = [
  'Have you seen the parser?',
  'Да, сейчас посмотрю: там что-то не так с разбором пространств имён.',
  'Ship it 🚀🎉',
  'x < y && y > z, "quoted" & \'apostrophes\'',
  '👩🏽‍💻 пишет код, 🧑‍🚀 улетает, naïve café',
  'The build is green again. It was the time-out after all; I raised it to thirty seconds and added a test that fails without the change.',
];

/** @param {number} index @returns {string} the body of the message with that number */
export function bodyOf(index) {
  return `${TEXTS[index % TEXTS.length]} (${index})`;
}
