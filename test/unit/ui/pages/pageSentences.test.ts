import assert from 'node:assert/strict';
import { pageSentences } from '../../../../src/ui/pages/pageSentences.ts';

describe('what a page can say', () => {
  const texts = { lost: 'Se perdió.' };
  const bundle = { Send: 'Enviar', Join: 'Entrar', 'Open/a chat': 'Abrir' };

  it('has the translations of its own texts alone, and all errors', () => {
    assert.deepEqual(
      pageSentences(['Send', 'Open/a chat', 'constructor'], { language: 'es', texts, bundle }),
      { language: 'es', texts, bundle: { Send: 'Enviar', 'Open/a chat': 'Abrir' } },
    );
  });

  it('is English where there are no translations', () => {
    const english = { language: 'en', texts };
    assert.equal(pageSentences(['Send'], english), english);
  });
});
