<?xml version="1.0" encoding="UTF-8"?>
<!-- What a browser shows that opens the feed: a page with the episodes, instead of the XML that apps read. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    exclude-result-prefixes="atom itunes">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/">
    <xsl:apply-templates select="rss/channel"/>
  </xsl:template>

  <xsl:template match="channel">
    <html lang="{language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="title"/></title>
        <link rel="stylesheet" href="@style@"/>
      </head>
      <body class="list">
        <header class="band">
          <div class="band-inner">
            <img class="cover" src="{itunes:image/@href}" width="240" height="240" alt="Cover of {title}"/>
            <div class="band-words">
              <h1><xsl:value-of select="title"/></h1>
              <p class="lead"><xsl:value-of select="description"/></p>
              <p class="by">This is a podcast feed. To subscribe, paste its address into your podcast app:</p>
              <p class="address"><code><xsl:value-of select="atom:link[@rel='self']/@href"/></code></p>
              <nav class="subscribe" aria-label="Subscribe">
                <ul><li><a class="pill" href="{link}">Visit the show’s page</a></li></ul>
              </nav>
            </div>
          </div>
        </header>
        <main class="episodes">
          <div class="episodes-head"><h2>Episodes</h2></div>
          <xsl:if test="not(item)"><p class="empty">Nothing has been published yet.</p></xsl:if>
          <ol class="cards plain"><xsl:apply-templates select="item"/></ol>
          <xsl:apply-templates select="atom:link[@rel='next']"/>
        </main>
        <footer class="foot"><p>Read aloud by a synthetic voice.</p></footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="item">
    <li class="card">
      <div class="card-words">
        <p class="meta">
          <span><xsl:value-of select="substring(pubDate, 6, 11)"/></span>
          <xsl:apply-templates select="itunes:duration[number(.) = .]"/>
        </p>
        <h3>
          <xsl:choose>
            <xsl:when test="starts-with(link, 'http')"><a href="{link}"><xsl:value-of select="title"/></a></xsl:when>
            <xsl:otherwise><xsl:value-of select="title"/></xsl:otherwise>
          </xsl:choose>
        </h3>
        <p class="summary"><xsl:value-of select="description"/></p>
        <audio controls="controls" preload="none" src="{enclosure/@url}">
          <a href="{enclosure/@url}">Download</a>
        </audio>
      </div>
    </li>
  </xsl:template>

  <xsl:template match="itunes:duration">
    <xsl:text> </xsl:text>
    <span>
      <xsl:value-of select="floor(. div 60)"/>
      <xsl:text>:</xsl:text>
      <xsl:value-of select="format-number(. mod 60, '00')"/>
    </span>
  </xsl:template>

  <xsl:template match="atom:link[@rel='next']">
    <nav class="turn" aria-label="Pages"><a class="pill" rel="next" href="{@href}">Older episodes →</a></nav>
  </xsl:template>
</xsl:stylesheet>
