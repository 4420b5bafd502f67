//
// Sample.h
//
// What the messages of groups 12 and 13 are cut from: data that compresses as well, or as badly, as the files of the public
// suite do, and is as long. It is made up, always in the same way.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Sample_INCLUDED
#define Conformance_Sample_INCLUDED


#include <cstddef>
#include <string>


namespace Conformance {


enum class Sample
{
	JSON,         /// ASCII; a twentieth is left of it
	BITMAP,       /// of 512 x 512 greys: five sixths
	GERMAN,       /// UTF-8: two fifths
	HTML,         /// with 26 characters that are not ASCII: a twentieth
	PDF,          /// mostly compressed already: three quarters
	REPEATS,      /// ASCII that repeats itself at every distance up to a window of 32 KiB
	ZEROS         /// a thousandth
};


const std::string& contentOf(Sample sample);


class SampleReader
	/// Cuts a sample into messages, one behind the other, and starts again at its end.
{
public:
	SampleReader(Sample sample, bool text);
		/// text: the sample is UTF-8, and sizes are those of code points.

	std::string next(std::size_t size);

private:
	const std::string& _content;
	const bool _text;
	std::size_t _position = 0;
};


} // namespace Conformance


#endif // Conformance_Sample_INCLUDED
