import * as vscode from 'vscode';
import type { Show } from '../../api/views.ts';
import { PRESENCE_LOOKS } from './presence.ts';

export function showIcon(show: Show): vscode.ThemeIcon {
  const { icon, color } = PRESENCE_LOOKS[show];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}
