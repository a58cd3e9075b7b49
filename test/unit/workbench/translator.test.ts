import assert from 'node:assert/strict';
import { catalogueOf } from '../../workbench/translation/catalogue.ts';
import { Translator } from '../../workbench/translation/translator.ts';

/** Every so many texts of a catalogue are tried. */
const SAMPLE = 100;

const translator = new Translator('es', [
  ['Saved', 'Guardado'],
  ['Leave the room', 'Salir de la sala'],
  ['Leave the room {room}?', '¿Salir de la sala {room}?'],
  ['Open', 'Abrir'],
  ['Open', 'Abierto'],
  ['muted', 'silenciado'],
  ['You', 'Tú'],
  ['{count} unread', '{count} sin leer'],
  ['{count} new', 'Nuevos: {count}'],
  ['{count} requests', '{count} solicitudes'],
  ['{nick} in {room}', '{nick} en {room}'],
  ['{nick} asks to write in {room}', '{nick} pide escribir en {room}'],
  ['{room} is for members only: ask its owner.', '{room} es solo para miembros: pide a su dueño.'],
  ['{name} does not accept “{text}”', '{name} no acepta «{text}»'],
  ['{count} files {names}', '{names}: {count} archivos'],
]);

describe('the texts that suites ask for, in another language', () => {
  const shows = (asked: string | RegExp, shown: string, isWhole = false) =>
    translator.pattern(asked, isWhole).test(shown);

  it('are translated as a whole', () => {
    assert.ok(shows('Saved', 'Guardado'));
    assert.ok(!shows('Saved', 'Saved'));
    assert.ok(shows('Saved', 'ya guardado: a.ts'), 'as Playwright looks for a part in any case');
    assert.ok(!shows('Saved', 'Guardado: a.ts', true));
  });

  it('have any of their translations', () => {
    assert.ok(shows('Open', 'Abrir', true));
    assert.ok(shows('Open', 'Abierto', true));
  });

  it('stay as they are where nothing is known: names, messages, and texts of VS Code', () => {
    assert.ok(shows('Preferences: Color Theme', 'Preferences: Color Theme', true));
    assert.ok(shows('a (b) [c] * ?', 'a (b) [c] * ?', true));
    assert.equal(translator.typed('Ada'), 'Ada');
    assert.equal(translator.typed('Saved'), 'Guardado');
  });

  it('are translated with their values, in the order of the language', () => {
    assert.ok(shows('2 files a.ts', 'a.ts: 2 archivos', true));
    assert.ok(shows('Ada asks to write in hall', 'Ada pide escribir en hall', true));
    assert.ok(shows('1,000 requests', '1000 solicitudes', true));
  });

  it('may be a part of a sentence, which then is expected whole', () => {
    assert.ok(shows('is for members only', 'hall es solo para miembros: pide a su dueño.', true));
    assert.ok(!shows('is for members only', 'solo para miembros'));
    assert.ok(shows('asks to write in hall', 'Ada pide escribir en hall', true));
  });

  it('may be a whole text and part of a longer one', () => {
    assert.ok(shows('Leave the room', 'Salir de la sala', true));
    assert.ok(shows('Leave the room', '¿Salir de la sala hall?', true));
  });

  it('may be several texts in one', () => {
    assert.ok(shows('Ada, 3 unread, muted', 'Ada, 3 sin leer, silenciado', true));
    assert.ok(!shows('Ada, 3 unread, muted', 'Ada, 3 sin leer, muted'));
    assert.ok(shows('XMPP - 2 requests', 'XMPP - 2 solicitudes', true));
  });

  it('keep words that may be of a message as well, as long as they are short', () => {
    assert.ok(shows('The moth in the log', 'The moth in the log', true));
    assert.ok(shows('Ada in Lounge', 'Ada en Lounge', true));
    assert.ok(shows('You: have a look', 'Tú: have a look', true));
    assert.ok(shows('You: have a look', 'You: have a look', true));
  });

  it('may be those of a regular expression, whose signs stay', () => {
    assert.ok(shows(/^Ada, \d+ unread, .*muted$/u, 'Ada, 12 sin leer, hola, silenciado'));
    assert.ok(!shows(/^Ada, \d+ unread, .*muted$/u, 'Ada, 12 unread, hola, silenciado'));
    assert.ok(shows(/\d+ new$/u, 'Nuevos: 12'));
    assert.ok(shows(/^(?:Saved|Open)$/u, 'Abierto'));
    assert.ok(shows(/^Ada \(a@b\.c\)$/iu, 'ada (a@b.c)'));
    assert.equal(translator.pattern(/[^,]*\p{L}{2,3}x?/iu).source, '[^,]*\\p{L}{2,3}x?');
  });

  it('have no quotes, which would end the selector they become part of', () => {
    const { source } = translator.pattern('hall does not accept “it\'s "so"”');
    assert.doesNotMatch(source, /["']/u);
    assert.ok(shows('hall does not accept “it\'s "so"”', 'hall no acepta «it\'s "so"»', true));
  });

  for (const language of ['es', 'de']) {
    it(`are found in the catalogue of ${language}`, () => {
      const pairs = [...catalogueOf(language)];
      const whole = new Translator(language, pairs);
      const withValues = (text: string) => text.replaceAll(/\{\w+\}/gu, '12');
      for (const [english, translation] of pairs.filter((_, at) => at % SAMPLE === 0)) {
        const pattern = whole.pattern(withValues(english), true);
        assert.match(withValues(translation), pattern, english);
      }
    });
  }
});
