import assert from 'node:assert/strict';
import { isMethod, isRepeatable, methods } from '../../../src/host/methods.ts';
import { isTopic, topics } from '../../../src/host/topics.ts';

/** The names of rows, by one of their facts. */
function namesBy<K extends string>(
  table: Readonly<Record<string, object>>,
  fact: (row: never) => K,
): Partial<Record<K, string[]>> {
  const names: Partial<Record<K, string[]>> = {};
  for (const [name, row] of Object.entries(table)) (names[fact(row as never)] ??= []).push(name);
  for (const group of Object.values(names) as string[][]) group.sort();
  return names;
}

/** Both are matters of safety: a row that gains a right is to be seen here. */
describe('the facts of requests and topics', () => {
  it('give tabs these rights, and no others', () => {
    const { none, ...rights } = namesBy(methods, ({ tab }: { tab: string }) => tab);
    assert.deepEqual(rights, {
      account: ['reconnect'],
      chat: [
        'acceptOccupant',
        'cancelTransfer',
        'changeNick',
        'correctMessage',
        'deleteMessage',
        'findInChat',
        'findWay',
        'getAvatar',
        'ignoreOccupant',
        'loadAround',
        'loadNewer',
        'loadOlder',
        'markRead',
        'react',
        'requestVoice',
        'retractMessage',
        'retryMessage',
        'retryTransfer',
        'saveDraft',
        'sendMessage',
        'sendPrivate',
        'setChatState',
        'setSubject',
        'stopFile',
        'stopIgnoring',
      ],
      directory: ['findDirectories', 'findMoreUsers', 'getSearchForm', 'searchUsers'],
    });
    assert.ok(none?.includes('removeAccount'));
    // What reveals us, or lasts, is asked of the user in the editor.
    for (const name of [
      ...['joinRoom', 'inviteToRoom', 'setRole', 'setAffiliation', 'destroyRoom'],
      ...['answerApproval', 'registerInRoom', 'answerRoomCaptcha'],
      ...['block', 'unblock', 'acceptChat', 'acceptFile', 'getSavedFile'],
    ]) {
      assert.ok(none?.includes(name), name);
    }
    const watched = namesBy(topics, ({ tab }: { tab: string }) => tab);
    assert.deepEqual(watched['chat'], [
      'chat',
      'messages',
      'occupants',
      'roomActivity',
      'senderAvatars',
      'transfers',
    ]);
    assert.equal(watched['account'], undefined);
  });

  it('have these requests, and no others, made again when nobody knows what became of them', () => {
    assert.deepEqual(Object.keys(methods).filter(isRepeatable).sort(), [
      'acceptChat',
      'acceptOccupant',
      'archiveChat',
      'clearChat',
      'clearTransfers',
      'deleteGroup',
      'fetchFile',
      'fetchRegistration',
      'findDevices',
      'findDirectories',
      'findInChat',
      'findLinkedMessage',
      'findMoreUsers',
      'findRemovable',
      'findWay',
      'findWays',
      'forgetRoom',
      'getAffiliated',
      'getArchivePreferences',
      'getAvatar',
      'getAvatarFile',
      'getBlocked',
      'getMessage',
      'getMessages',
      'getNote',
      'getProfile',
      'getRoomCaptcha',
      'getRoomForm',
      'getRoomInfo',
      'getRoomRegistration',
      'getSavedFile',
      'getSearchForm',
      'ignoreChat',
      'importContacts',
      'leaveRoom',
      'listRooms',
      'loadAround',
      'loadNewer',
      'loadOlder',
      'markRead',
      'moveContacts',
      'muteChat',
      'pinChat',
      'pinContact',
      'proposeNick',
      'reconnect',
      'removeAvatar',
      'renameGroup',
      'renameRoom',
      'saveDraft',
      'searchMessages',
      'searchUsers',
      'setAvatar',
      'setChatState',
      'setNote',
      'setNotificationLevel',
      'setProfile',
      'setShowsActivity',
      'settleSuggestion',
      'stopFile',
      'stopIgnoring',
      'unblock',
    ]);
  });

  it('are not taken from what every object has', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      assert.deepEqual([isMethod(name), isTopic(name), isRepeatable(name)], [false, false, false]);
    }
  });
});
