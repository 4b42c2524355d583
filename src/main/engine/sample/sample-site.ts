import {
  container,
  dataType,
  dictionaryItem,
  documentType,
  language,
  mediaType,
  template,
} from './sample-artifacts';
import type { SampleFiles } from './sample-artifacts';
import { northernLights } from './sample-picture';
import * as views from './sample-views';

export const sampleName = 'Nordlys Travel';

const readme = `# Nordlys Travel

A small travel site to try Laneway on. Nothing in here is real, and nothing leaves this computer:
edit files, deploy, undo, delete the whole folder when you have seen enough.

- \`umbraco/Deploy/Revision\`: what the site is made of, one file for each item
- \`Views\`: how its pages look
- \`wwwroot\`: styles, scripts and pictures
`;
const ignored = `/umbraco/Data/
/umbraco/Deploy/deploy*
/umbraco/Logs/
/wwwroot/media/
node_modules/
*.log
`;

export const inTwo = (english: string, norwegian: string): Readonly<Record<string, string>> => ({
  'en-US': english,
  'nb-NO': norwegian,
});

export const routeMap = mediaType({
  name: 'Route map',
  alias: 'routeMap',
  icon: 'icon-map',
  properties: [['file', 'File', 'File']],
});

export const foundation: SampleFiles = {
  'README.md': readme,
  '.gitignore': ignored,
  ...language('en-US', 'English (United States)', true),
  ...language('nb-NO', 'Norsk bokmål'),
  ...container('data-type', 'Nordlys'),
  ...dataType('Headline', 'TextBox', { maxChars: 90 }),
  ...dataType('Teaser', 'TextArea', { maxChars: 300, rows: 4 }),
  ...dataType('Formatted text', 'TinyMCE', { maxImageSize: 800, mode: 'Classic' }),
  ...dataType('Picture', 'MediaPicker3', { multiple: false }),
  ...dataType('Date', 'DateTime', { format: 'YYYY-MM-DD' }),
  ...dataType('Price', 'Integer', { min: 0, step: 1 }),
  ...dataType('Categories', 'Tags', { group: 'default', storageType: 'Json' }),
  ...dataType('Country', 'DropDown.Flexible', {
    items: ['Norway', 'Sweden', 'Finland', 'Iceland'],
    multiple: false,
  }),
  ...dataType('Page picker', 'MultiNodeTreePicker', { maxNumber: 4, minNumber: 0 }),
  ...dataType('File', 'UploadField', { fileExtensions: ['gpx', 'pdf'] }),
  ...mediaType({
    name: 'Brochure',
    alias: 'brochure',
    icon: 'icon-document',
    properties: [['file', 'File', 'File']],
  }),
  ...routeMap,
  'wwwroot/css/site.css': views.siteStyle,
  'wwwroot/scripts/site.js': views.siteScript,
  'wwwroot/images/northern-lights.png': northernLights(),
};

export const pages: SampleFiles = {
  ...container('document-type', 'Pages'),
  ...container('document-type', 'Parts'),
  ...documentType({
    name: 'Search result',
    alias: 'searchResult',
    icon: 'icon-search',
    folder: 'Parts',
    description: 'How a page is shown in search engines.',
    properties: [
      ['searchTitle', 'Title', 'Headline'],
      ['searchText', 'Description', 'Teaser'],
    ],
  }),
  ...documentType({
    name: 'Home',
    alias: 'home',
    icon: 'icon-home',
    folder: 'Pages',
    allowedAtRoot: true,
    template: 'home',
    children: ['textPage', 'travelOverview', 'blog', 'contactPage'],
    compositions: ['searchResult'],
    properties: [
      ['title', 'Title', 'Headline'],
      ['teaser', 'Teaser', 'Teaser'],
      ['featured', 'Featured offers', 'Page picker'],
    ],
  }),
  ...documentType({
    name: 'Text page',
    alias: 'textPage',
    icon: 'icon-document',
    folder: 'Pages',
    template: 'textPage',
    children: ['textPage'],
    compositions: ['searchResult'],
    properties: [
      ['title', 'Title', 'Headline'],
      ['text', 'Text', 'Formatted text'],
    ],
  }),
  ...template('Layout', 'layout', views.layoutView, null),
  ...template('Home', 'home', views.homeView),
  ...template('Text page', 'textPage', views.textPageView),
  ...dictionaryItem('Footer.Copyright', inTwo('Nordlys Travel, Tromsø', 'Nordlys Travel, Tromsø')),
  'Views/Partials/_Header.cshtml': views.headerView,
  'Views/Partials/_Footer.cshtml': views.footerView,
};

export const travel: SampleFiles = {
  ...documentType({
    name: 'Travel overview',
    alias: 'travelOverview',
    icon: 'icon-globe',
    folder: 'Pages',
    template: 'travelOverview',
    children: ['travelOffer'],
    compositions: ['searchResult'],
    properties: [['title', 'Title', 'Headline']],
  }),
  ...documentType({
    name: 'Travel offer',
    alias: 'travelOffer',
    icon: 'icon-plane',
    folder: 'Pages',
    template: 'travelOffer',
    compositions: ['searchResult'],
    properties: [
      ['title', 'Title', 'Headline'],
      ['teaser', 'Teaser', 'Teaser'],
      ['picture', 'Picture', 'Picture'],
      ['country', 'Country', 'Country'],
      ['departure', 'Departure', 'Date'],
      ['price', 'Price', 'Price'],
      ['text', 'Text', 'Formatted text'],
    ],
  }),
  ...template('Travel overview', 'travelOverview', views.travelOverviewView),
  ...template('Travel offer', 'travelOffer', views.travelOfferView),
  ...dictionaryItem('Travel.From', inTwo('from', 'fra')),
  ...dictionaryItem('Travel.Departure', inTwo('Departure', 'Avreise')),
};

export const blogPostProperties: readonly (readonly [string, string, string])[] = [
  ['title', 'Title', 'Headline'],
  ['teaser', 'Teaser', 'Teaser'],
  ['date', 'Date', 'Date'],
  ['categories', 'Categories', 'Categories'],
  ['text', 'Text', 'Formatted text'],
];
export const blogPost = (properties: typeof blogPostProperties): SampleFiles =>
  documentType({
    name: 'Blog post',
    alias: 'blogPost',
    icon: 'icon-edit',
    folder: 'Pages',
    template: 'blogPost',
    compositions: ['searchResult'],
    properties,
  });

export const blog: SampleFiles = {
  ...documentType({
    name: 'Blog',
    alias: 'blog',
    icon: 'icon-newspaper',
    folder: 'Pages',
    template: 'blog',
    children: ['blogPost'],
    compositions: ['searchResult'],
    properties: [['title', 'Title', 'Headline']],
  }),
  ...blogPost(blogPostProperties),
  ...documentType({
    name: 'News archive',
    alias: 'newsArchive',
    icon: 'icon-box',
    folder: 'Pages',
    allowedAtRoot: true,
    description: 'Old news, before there was a blog.',
    properties: [
      ['title', 'Title', 'Headline'],
      ['text', 'Text', 'Formatted text'],
    ],
  }),
  ...template('Blog', 'blog', views.blogView),
  ...template('Blog post', 'blogPost', views.blogPostView),
  ...dictionaryItem('Blog.ReadMore', inTwo('Read more', 'Les mer')),
};

export const contact: SampleFiles = {
  ...documentType({
    name: 'Contact page',
    alias: 'contactPage',
    icon: 'icon-message',
    folder: 'Pages',
    template: 'contactPage',
    compositions: ['searchResult'],
    properties: [['title', 'Title', 'Headline']],
  }),
  ...template('Contact page', 'contactPage', views.contactView),
  ...dictionaryItem('Contact.Name', inTwo('Your name', 'Navnet ditt')),
  ...dictionaryItem('Contact.Message', inTwo('Your message', 'Meldingen din')),
  ...dictionaryItem('Contact.Send', inTwo('Send', 'Send')),
};
