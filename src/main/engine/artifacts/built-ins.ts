import type { Udi } from './udi';

/**
 * Things that every installation has under the same GUID, so that a site may point to them without having their
 * artifacts. Sources: https://github.com/umbraco/Umbraco-CMS, Constants-DataTypes.cs, Constants-MediaTypes.cs and
 * DatabaseDataCreator.cs of versions 7 to 17.
 */
const names: Readonly<Record<string, string>> = {
  'data-type/0225af17b30249cb9176b9f35cab9c17': 'Approved Color',
  'data-type/0b6a45e744ba430d9da54e46060b9e03': 'Dropdown',
  'data-type/0cc0eba1996042c9bf9b60e150b429ae': 'Textstring',
  'data-type/0e63d883b62b479988c3157f82e83ecc': 'Multiple Image Media Picker',
  'data-type/0e9794ebf9b54f20a78893acd233a7e4': 'Label (datetime)',
  'data-type/135d60e064d949edab08893c9ba44ae5': 'Media Picker (legacy)',
  'data-type/1b661f4022424b44b9cb3990ee2b13c0': 'Multiple Media Picker',
  'data-type/1df9f033e6d4451fb8d2e0cbc50a836f': 'Image Cropper',
  'data-type/1ea2e01febd84ce18d716b1149e63548': 'Member Picker',
  'data-type/215cb418215344299aef8c0f0041191b': 'Upload Vector Graphics',
  'data-type/2e6d3631066e44b8aec496f09099b2b5': 'Numeric',
  'data-type/3a0156c43b8c4803bdc16871faa83fff': 'List View - Media',
  'data-type/4309a3ea0d784329a06cc80b036af19a': 'Media Picker',
  'data-type/5046194e4237453ca54715db3a07c4e1': 'Date Picker',
  'data-type/70575fe798124396bbe1c81a76db71b5': 'Upload Video',
  'data-type/84c6b44131df4ffeb67e67d5bc3ae65a': 'Upload',
  'data-type/8e7f995cbd8146279932c40e568ec788': 'Label (integer)',
  'data-type/8f1ef1e19de440d3a0726673f631ca64': 'Label (decimal)',
  'data-type/8f430dd64e96447e9dc0cb552c8cd1f3': 'Upload Audio',
  'data-type/92897bc6a5f34ffeae27f2e7e33dda49': 'Checkbox',
  'data-type/930861bfe2624eada704f99453565708': 'Label (bigint)',
  'data-type/9dbbcbbb2327434ab355af1b84e5010a': 'Multiple Media Picker (legacy)',
  'data-type/a97cec699b714c308b12ec398860d7e8': 'Label (time)',
  'data-type/aa2c52a0ce874e65a47c7df09358585d': 'List View - Members',
  'data-type/ad9f0cf2bda245d59ea1a63cfc873fd3': 'Image Media Picker',
  'data-type/b4e3535a175347e28568602cf8cfee6f': 'Multi URL Picker',
  'data-type/b6b73142b9c14bf8a16de1c23320b549': 'Tags',
  'data-type/bb5f57c9ce2b4bb9b6974caca783a805': 'Radiobox',
  'data-type/bc1e266cdac44164bf088a1ec6a7143d': 'Upload Article',
  'data-type/c0808dd381334e4b8ce8e2bea84a96a4': 'List View - Content',
  'data-type/c6bac0dd4ab945b18e30e4b619ee5da3': 'Textarea',
  'data-type/ca90c9500aff4e72b976a30b1ac57dad': 'Richtext editor',
  'data-type/e4d66c0fb935420081f0025f7256b89a': 'Date Picker with time',
  'data-type/f0bc4bfbb49940d6ba86058885a5178c': 'Label (string)',
  'data-type/f38f0ac71d27439c9f3f089cd8825a53': 'Dropdown multiple',
  'data-type/fbaf13a8403641f293a3974f678c312a': 'Checkbox list',
  'data-type/fd1e0da556064862b6795d0cf3a52a59': 'Content Picker',
  'media-type/4c52d8ab54e640cd999c7a5f24903e4d': 'File',
  'media-type/a43e341495994230a7d3943a21b20122': 'Article',
  'media-type/a5ddeee08fd84ceea6586f1fcdb00de3': 'Audio',
  'media-type/c4b1efcfa9d541c49621e9d273b52a9c': 'Vector Graphics (SVG)',
  'media-type/cc07b31308434aa8bbda871c8da728c8': 'Image',
  'media-type/f38bd2d765d048e695dc87ce06ec2d3d': 'Folder',
  'media-type/f6c515bb653c4bdc821c987729ebe327': 'Video',
  'member-type/d59be02f1df94228aa1e01917d806cda': 'Member',
  'relation-type/0b93e4145abe36eca6bb516e56f12238': 'Related Document',
  'relation-type/0cc3507c66ab309189133d998148e423': 'Relate Parent Document On Delete',
  'relation-type/4954ce933bf93d1e9cd221bf9f9c2abf': 'Related Media',
  'relation-type/4cbeb612e6893563b755bf3ede295433': 'Relate Document On Copy',
  'relation-type/8307994ffaf23844bab972d34514edf2': 'Relate Parent Media Folder On Delete',
  'relation-type/bf2a9ac5b791377ebafb9d06ed87864d': 'Related Member',
};

/** What something that every installation has is called; null where it is none. */
export function builtInName(udi: Udi): string | null {
  const key = udi.replace(/^umb:\/\//, '');
  return Object.hasOwn(names, key) ? (names[key] ?? null) : null;
}
