import assert from 'node:assert/strict';
import type { FormFieldView } from '../../../../../src/api/views.ts';
import { answered, answerText, isAsked } from '../../../../../src/ui/commands/rooms/formAnswers.ts';

const field = (change: Partial<FormFieldView>): FormFieldView => ({
  name: 'muc#roomconfig_roomname',
  type: 'text-single',
  label: 'Name',
  required: false,
  values: [],
  options: [],
  ...change,
});

describe('the answers to a room’s form', () => {
  it('begin with all that it brings but what has no name', () => {
    const fields = [
      field({ values: ['Lobby'] }),
      field({ name: 'FORM_TYPE', type: 'hidden', values: ['x'] }),
      field({ name: '', type: 'fixed', values: ['Words'] }),
    ];
    assert.deepEqual(answered({ fields }), {
      'muc#roomconfig_roomname': ['Lobby'],
      FORM_TYPE: ['x'],
    });
    assert.deepEqual(fields.map(isAsked), [true, false, false]);
  });

  it('are shown in words, but for passwords', () => {
    const options = [{ label: 'Moderators', value: 'moderators' }];
    const text = (change: Partial<FormFieldView>, ...values: readonly string[]) =>
      answerText(field(change), values);
    assert.equal(text({}, 'Lobby\nroom'), 'Lobby room');
    assert.equal(text({}), 'none');
    assert.equal(text({ type: 'boolean' }, '1'), 'yes');
    assert.equal(text({ type: 'boolean' }, 'false'), 'no');
    assert.equal(text({ type: 'text-private' }, 'secret'), '••••••');
    assert.equal(text({ type: 'list-single', options }, 'moderators'), 'Moderators');
    assert.equal(text({ type: 'jid-multi' }, 'a@x', 'b@x'), 'a@x, b@x');
  });
});
