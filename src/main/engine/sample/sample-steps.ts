import { artifactPath, dictionaryItem, language, savedByNewerPlatform, template } from './sample-artifacts';
import type { SampleFiles } from './sample-artifacts';
import {
  blog,
  blogPost,
  blogPostProperties,
  contact,
  foundation,
  inTwo,
  pages,
  routeMap,
  travel,
} from './sample-site';
import * as views from './sample-views';

/** Somebody who works on the sample site. */
export type SamplePerson = 'Ana' | 'Eva' | 'Jonas';

/** One commit of the sample's history. */
export interface SampleStep {
  readonly by: SamplePerson;
  readonly message: string;
  readonly files: SampleFiles;
}

/** What all three environments have, oldest first. */
export const sharedSteps: readonly SampleStep[] = [
  { by: 'Ana', message: 'Set up the site', files: foundation },
  { by: 'Eva', message: 'Add the home page and text pages', files: pages },
  { by: 'Ana', message: 'Add travel offers', files: travel },
  { by: 'Eva', message: 'Add the blog', files: blog },
  { by: 'Jonas', message: 'Add the contact page', files: contact },
];

/** A repair made on Live itself; the others lack it. */
export const liveSteps: readonly SampleStep[] = [
  {
    by: 'Jonas',
    message: 'Say what happens after sending the contact form',
    files: dictionaryItem(
      'Contact.Send',
      inTwo('Send, we answer within a day', 'Send, vi svarer innen en dag'),
    ),
  },
];

/** What Staging has beyond Live: two changes. */
export const stagingSteps: readonly SampleStep[] = [
  {
    by: 'Eva',
    message: "Adding dictionary item 'Footer.OpeningHours'",
    files: dictionaryItem(
      'Footer.OpeningHours',
      inTwo('Monday to Friday, 9 to 16', 'Mandag til fredag, 9 til 16'),
    ),
  },
  {
    by: 'Ana',
    message: 'Show the price of a travel offer at once',
    files: { 'Views/travelOffer.cshtml': views.travelOfferViewWithPrice },
  },
];

/** What Dev has beyond Staging. */
export const devSteps: readonly SampleStep[] = [
  { by: 'Eva', message: "Adding language 'Dansk'", files: language('da-DK', 'Dansk') },
  {
    by: 'Ana',
    message: 'Show author and reading time of blog posts',
    files: {
      ...blogPost([
        ...blogPostProperties,
        ['author', 'Author', 'Headline'],
        ['readingTime', 'Reading time (minutes)', 'Price'],
      ]),
      'Views/blogPost.cshtml': views.blogPostViewWithAuthor,
    },
  },
  {
    by: 'Eva',
    message: "Adding template 'Newsletter'",
    files: template('Newsletter', 'newsletter', views.newsletterView),
  },
  {
    by: 'Ana',
    message: "Deleting document type 'News archive'",
    files: { [artifactPath('document-type', 'newsArchive')]: null },
  },
  {
    by: 'Ana',
    message: "Saving media type 'Route map'",
    files: savedByNewerPlatform(routeMap),
  },
];

/** What was made beside the lanes, from what Staging has: one thing of it was changed on Dev as well. */
export const campaignSteps: readonly SampleStep[] = [
  {
    by: 'Eva',
    message: "Adding dictionary item 'Campaign.Title'",
    files: dictionaryItem('Campaign.Title', inTwo('Winter in the north', 'Vinter i nord')),
  },
  {
    by: 'Eva',
    message: 'Say who wrote a blog post',
    files: blogPost([...blogPostProperties, ['author', 'Written by', 'Headline']]),
  },
];

/** Work on Dev that nobody has committed yet. */
export const devEdits: SampleFiles = {
  'wwwroot/css/site.css': views.siteStyleRounder,
  ...dictionaryItem('Newsletter.Title', inTwo('Letters from the north', 'Brev fra nord')),
};
