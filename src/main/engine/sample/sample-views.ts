/** The views of the sample site, by the alias of their template. */

const page = (body: string): string => `@inherits Umbraco.Cms.Web.Common.Views.UmbracoViewPage
@{
    Layout = "layout.cshtml";
}
${body}`;

export const layoutView = `@inherits Umbraco.Cms.Web.Common.Views.UmbracoViewPage
<!doctype html>
<html lang="@System.Globalization.CultureInfo.CurrentCulture.TwoLetterISOLanguageName">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>@Model.Name | Nordlys Travel</title>
    <link rel="stylesheet" href="/css/site.css">
    <script src="/scripts/site.js" defer></script>
</head>
<body>
    @await Html.PartialAsync("_Header")
    <main id="content">
        @RenderBody()
    </main>
    @await Html.PartialAsync("_Footer")
</body>
</html>
`;

export const headerView = `@inherits Umbraco.Cms.Web.Common.Views.UmbracoViewPage
<header class="header">
    <a class="header__logo" href="/"><img src="/images/northern-lights.png" alt="" width="64" height="32"> Nordlys Travel</a>
    <nav aria-label="Main">
        <ul>
            @foreach (var child in Model.Root().Children().Where(x => x.IsVisible()))
            {
                <li><a href="@child.Url()">@child.Name</a></li>
            }
        </ul>
    </nav>
</header>
`;

export const footerView = `@inherits Umbraco.Cms.Web.Common.Views.UmbracoViewPage
<footer class="footer">
    <p>@Umbraco.GetDictionaryValue("Footer.Copyright")</p>
</footer>
`;

export const homeView = page(`<section class="hero">
    <h1>@Model.Value("title")</h1>
    <p>@Model.Value("teaser")</p>
</section>
<section class="cards">
    @foreach (var offer in Model.Value<IEnumerable<IPublishedContent>>("featured") ?? [])
    {
        <a class="card" href="@offer.Url()">@offer.Name</a>
    }
</section>
`);

export const textPageView = page(`<article>
    <h1>@Model.Value("title")</h1>
    @Model.Value("text")
</article>
`);

export const travelOverviewView = page(`<h1>@Model.Value("title")</h1>
<ul class="offers">
    @foreach (var offer in Model.Children())
    {
        <li><a href="@offer.Url()">@offer.Name</a> @Umbraco.GetDictionaryValue("Travel.From") @offer.Value("price")</li>
    }
</ul>
`);

const offerFacts = `<dl class="offer__facts">
        <dt>@Umbraco.GetDictionaryValue("Travel.Departure")</dt>
        <dd>@(Model.Value<DateTime>("departure").ToString("d"))</dd>
        <dt>@Umbraco.GetDictionaryValue("Travel.From")</dt>
        <dd>@Model.Value("price")</dd>
    </dl>`;
const offer = (facts: string): string =>
  page(`<article class="offer">
    <h1>@Model.Value("title")</h1>
    <p class="offer__teaser">@Model.Value("teaser")</p>
    ${facts}
    @Model.Value("text")
</article>
`);
export const travelOfferView = offer(offerFacts);
/** What is on Staging: the price can be seen at once. */
export const travelOfferViewWithPrice = offer(`<p class="offer__price">
        @Umbraco.GetDictionaryValue("Travel.From") <strong>@Model.Value("price")</strong>
    </p>
    ${offerFacts}`);

export const blogView = page(`<h1>@Model.Value("title")</h1>
@foreach (var post in Model.Children().OrderByDescending(x => x.Value<DateTime>("date")))
{
    <article class="post">
        <h2>@post.Name</h2>
        <p>@post.Value("teaser")</p>
        <a href="@post.Url()">@Umbraco.GetDictionaryValue("Blog.ReadMore")</a>
    </article>
}
`);

export const blogPostView = page(`<article class="post">
    <h1>@Model.Value("title")</h1>
    <time>@(Model.Value<DateTime>("date").ToString("D"))</time>
    @Model.Value("text")
</article>
`);
/** What is on Dev: with author and reading time. */
export const blogPostViewWithAuthor = page(`<article class="post">
    <h1>@Model.Value("title")</h1>
    <p class="post__byline">
        @Model.Value("author"), <time>@(Model.Value<DateTime>("date").ToString("D"))</time>,
        @Model.Value("readingTime") min
    </p>
    @Model.Value("text")
</article>
`);

export const contactView = page(`<h1>@Model.Value("title")</h1>
<form class="contact" method="post">
    <label>@Umbraco.GetDictionaryValue("Contact.Name") <input name="name" autocomplete="name" required></label>
    <label>@Umbraco.GetDictionaryValue("Contact.Message") <textarea name="message" rows="6" required></textarea></label>
    <button>@Umbraco.GetDictionaryValue("Contact.Send")</button>
</form>
`);

export const newsletterView = page(`<h1>@Model.Value("title")</h1>
<form class="newsletter" method="post">
    <label>E-mail <input type="email" name="email" autocomplete="email" required></label>
    <button>@Umbraco.GetDictionaryValue("Contact.Send")</button>
</form>
`);

/** Where the content of the site is typed into forms. */
export const siteScript = `const header = document.querySelector('.header');

addEventListener('scroll', () => header.classList.toggle('header--small', scrollY > 80), { passive: true });

for (const form of document.querySelectorAll('form'))
  form.addEventListener('submit', () => form.querySelector('button').setAttribute('aria-busy', 'true'));
`;

export const siteStyle = `:root {
  --night: #10243e;
  --lights: #3ddc97;
  --snow: #f7fafc;
}

body {
  margin: 0;
  background: var(--snow);
  color: var(--night);
  font: 1.125rem/1.6 system-ui, sans-serif;
}

main {
  max-width: 60rem;
  margin: 0 auto;
  padding: 2rem 1rem;
}

.header {
  display: flex;
  justify-content: space-between;
  padding: 1rem;
  background: var(--night);
  color: var(--snow);
}

.cards {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
  gap: 1.5rem;
}

.card {
  padding: 1.5rem;
  border-radius: 0.25rem;
  background: white;
}

.footer {
  padding: 2rem 1rem;
  text-align: center;
}
`;
/** Not committed on Dev: rounder cards that lift. */
export const siteStyleRounder = siteStyle
  .replace(
    'border-radius: 0.25rem;',
    'border-radius: 0.75rem;\n  box-shadow: 0 0.25rem 1rem rgb(16 36 62 / 12%);',
  )
  .replace('gap: 1.5rem;', 'gap: 2rem;');
