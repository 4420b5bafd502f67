//
// Sample.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Sample.h"
#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>
#include <string_view>


namespace Conformance {


namespace {


constexpr std::size_t JSON_SIZE = 194056;
constexpr std::size_t BITMAP_SIZE = 263222;
constexpr std::size_t GERMAN_SIZE = 222218;
constexpr std::size_t HTML_SIZE = 263647;
constexpr std::size_t PDF_SIZE = 1042328;
constexpr std::size_t REPEATS_SIZE = 200000;
constexpr std::size_t ZEROS_SIZE = 65536;


class Dice
	/// The same throws on every machine: the standard says what the generator makes, but not what its distributions do.
{
public:
	std::size_t operator () (std::size_t sides) { return _generator() % sides; }

	template <class Container>
	const auto& pick(const Container& container)
	{
		return container[(*this)(container.size())];
	}

private:
	std::mt19937 _generator{1};
};


bool isContinuation(char c)
{
	return (c & 0xc0) == 0x80;
}


std::size_t codePoints(std::string_view text)
	/// Those that begin in it.
{
	return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !isContinuation(c); }));
}


std::string number(std::size_t number)
{
	return std::to_string(number);
}


std::string json()
{
	static constexpr std::array<std::string_view, 6> CITIES{"Bremen", "Lyon", "Oslo", "Porto", "Graz", "Gdansk"};
	Dice dice;
	std::string text = "[\n";
	for (std::size_t i = 1; text.size() < JSON_SIZE; ++i)
	{
		text += "  {\n    \"id\": " + number(1000 + i) + ",\n    \"kind\": \"measurement\",\n    \"station\": {\"city\": \"";
		text.append(dice.pick(CITIES)).append("\", \"active\": true, \"operator\": null},\n");
		text += "    \"temperature\": " + number(dice(30)) + "." + number(dice(10)) + ",\n    \"pressure\": " + number(980 + dice(50)) + ",\n    \"humidity\": 0.5,\n";
		text += "    \"tags\": [\"automatic\", \"calibrated\", \"hourly\", \"outdoor\"],\n    \"remarks\": \"\"\n  },\n";
	}
	text.resize(JSON_SIZE);
	return text;
}


std::string bitmap()
	/// Light that falls off from a corner, and much noise.
{
	constexpr std::size_t EDGE = 512;
	constexpr std::size_t GREYS = 256;
	std::string image("BM\xf6\x04\x04\0\0\0\0\0\x36\x04\0\0\x28\0\0\0\0\x02\0\0\0\x02\0\0\x01\0\x08\0", 30);
	image.resize(54);
	for (std::size_t grey = 0; grey < GREYS; ++grey) image.append(3, static_cast<char>(grey)).append(1, '\0');
	Dice dice;
	for (std::size_t y = 0; y < EDGE; ++y)
		for (std::size_t x = 0; x < EDGE; ++x) image += static_cast<char>((x + y) / 8 + dice(45) + dice(45));
	return image;
}


std::string germanText()
	/// Sentences of words of syllables.
{
	static constexpr std::array<std::string_view, 40> SYLLABLES{"ge", "ver", "be", "ent", "zu", "auf", "an", "aus", "schön", "groß", "licht", "stern", "nacht", "tag", "herz", "geist", "welt", "kraft", "wort", "macht", "trau", "füh", "hör", "lieb", "geb", "komm", "steh", "leb", "seh", "denk", "en", "er", "lich", "ung", "heit", "keit", "st", "t", "e", "es"};
	static constexpr std::array<std::string_view, 20> SMALL_WORDS{"und", "der", "die", "das", "ich", "du", "nicht", "ein", "in", "den", "ist", "so", "mit", "es", "zu", "sich", "wie", "dem", "auch", "für"};
	Dice dice;
	std::string text;
	while (text.size() < GERMAN_SIZE)
	{
		for (std::size_t words = 5 + dice(8); words > 0; --words)
		{
			if (dice(2) == 0) text.append(dice.pick(SMALL_WORDS));
			else
				for (std::size_t syllables = 2 + dice(2); syllables > 0; --syllables) text.append(dice.pick(SYLLABLES));
			text += words > 1 ? " " : dice(4) == 0 ? ".\n"
												   : ",\n";
		}
	}
	text.resize(GERMAN_SIZE);
	return text;
}


std::string html()
{
	constexpr std::size_t SPECIAL = 26;
	static constexpr std::array<std::string_view, 4> CLASSES{"even", "odd", "even new", "odd new"};
	const std::string end = "</table>\n</body>\n</html>\n";
	Dice dice;
	std::string page = "<!DOCTYPE html>\n<html>\n<head><title>Index</title></head>\n<body>\n<table>\n";
	std::size_t specials = 0;
	for (std::size_t i = 0; page.size() < HTML_SIZE - 500; ++i)
	{
		page.append("<tr class=\"").append(dice.pick(CLASSES)).append("\">\n  <td class=\"number\">") += number(i);
		page += "</td>\n  <td class=\"title\"><a href=\"/archive/" + number(dice(3000)) + "/index.html\" target=\"_self\">Entry of the archive</a>";
		if (i % 20 == 1 && specials < SPECIAL) page += ++specials == SPECIAL ? "€" : "ä";
		page += "</td>\n  <td class=\"date\">2024-01-0" + number(1 + dice(9)) + "</td>\n</tr>\n";
	}
	page.append(HTML_SIZE - page.size() - end.size(), ' ').append(end);
	return page;
}


std::string pdf()
	/// Streams of compressed data, with a few words between them.
{
	Dice dice;
	std::string document = "%PDF-1.4\n";
	for (std::size_t i = 1; document.size() < PDF_SIZE; ++i)
	{
		document += number(i) + " 0 obj\n<< /Length 3000 /Filter /FlateDecode >>\nstream\n";
		for (int octets = 3000; octets > 0; --octets) document += static_cast<char>(dice(256));
		document += "\nendstream\nendobj\n";
		for (int lines = 0; lines < 20; ++lines) document += "1 0 0 1 " + number(50 + dice(500)) + " " + number(700 - 12 * lines) + " Tm (page text) Tj 0.5 g /F1 10 Tf\n";
	}
	document.resize(PDF_SIZE);
	return document;
}


std::string letters(std::size_t count, Dice& dice)
{
	std::string text;
	while (text.size() < count) text += static_cast<char>('0' + dice(75));
	return text;
}


std::string repeats()
	/// A phrase stands at both ends of a gap that grows with each; in a message of 64 KiB the whole range is twice.
{
	constexpr std::size_t PHRASE = 40;
	constexpr std::size_t LARGEST = 24000;
	Dice dice;
	std::string text;
	while (text.size() < REPEATS_SIZE)
	{
		for (std::size_t distance = 100; distance < LARGEST; distance = distance * 5 / 3)
		{
			const auto phrase = letters(PHRASE, dice);
			text += phrase + letters(distance - PHRASE, dice) + phrase;
		}
	}
	text.resize(REPEATS_SIZE);
	return text;
}


} // namespace


const std::string& contentOf(Sample sample)
{
	static const std::array contents{json(), bitmap(), germanText(), html(), pdf(), repeats(), std::string(ZEROS_SIZE, '\0')};
	return contents.at(static_cast<std::size_t>(sample));
}


SampleReader::SampleReader(Sample sample, bool text):
	_content(contentOf(sample)),
	_text(text)
{
}


std::string SampleReader::next(std::size_t size)
{
	std::string message;
	while (size > 0)
	{
		const auto part = std::string_view(_content).substr(_position, size);
		message += part;
		size -= _text ? codePoints(part) : part.size();
		_position = (_position + part.size()) % _content.size();
	}
	for (; _text && isContinuation(_content[_position]); ++_position) message += _content[_position];
	return message;
}


} // namespace Conformance
