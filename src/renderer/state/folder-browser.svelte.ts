import type { Client } from '../../shared/contract/client';
import type { FolderListing } from '../../shared/domain/proposal';
import { Resource } from './resource.svelte';

/** Walks through the folders of this computer, for hosts without a folder picker and for the keyboard. */
export class FolderBrowser {
  readonly listing = new Resource<FolderListing>();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Opens a folder; without a path the one where people usually begin. */
  async open(path?: string): Promise<void> {
    await this.listing.load(() => this.#client.call('folder.list', path === undefined ? {} : { path }));
  }
}
