/** What screen readers hear: phases and results politely, errors at once. */
export class Announcer {
  polite = $state('');
  assertive = $state('');

  say(text: string): void {
    // The same words twice are two announcements: an invisible difference makes them so.
    this.polite = this.polite === text ? `${text}\u00a0` : text;
  }

  alert(text: string): void {
    this.assertive = this.assertive === text ? `${text}\u00a0` : text;
  }
}
