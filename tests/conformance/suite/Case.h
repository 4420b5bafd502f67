//
// Case.h
//
// One case of the suite: what is sent in which manner, and what the peer has to do.
//
// The cases cover the ground of the groups of the Autobahn test suite, under its numbers: one connection each, to a peer
// that echoes every message with the same type. Groups 1 to 7, 9 and 10 are RFC 6455 without extensions, 12 and 13 are
// permessage-deflate (RFC 7692). The peer may be the server or the client. Other than there, "non-strict" is a failure,
// the content of every echo is compared, and the data of 12 and 13 is made up.
//
// Group D is our own: what 12 and 13 leave out. Whether an answer keeps to the offer, and a peer to what it has agreed to;
// bad data, bits where they do not belong, what is unusual but right, and how long a message may become.
//
//     Case.h       what a case is            *Cases.cpp          the cases, as data
//     Judge.h      runs one, says how        Dialogue.h          the suite's end of a connection
//     Transport.h  the way to the peer       FrameEncoder.h, FrameDecoder.h   frames; no code of the library's
//     Report.h     the table                 Agreement.h         what is said of compression in the handshake
//     Sample.h     data for messages         Deflater.h, Inflater.h           compression; no code of the library's
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Case_INCLUDED
#define Conformance_Case_INCLUDED


#include "conformance/suite/Agreement.h"
#include "conformance/suite/Event.h"
#include "conformance/suite/Frame.h"
#include "conformance/suite/Sample.h"
#include <optional>
#include <string>
#include <vector>


namespace Conformance {


enum class Peer
	/// Which end is under test; the suite is the other one.
{
	SERVER,
	CLIENT
};


struct Manner
	/// How frames are cut into writes.
{
	enum Kind
	{
		PLAIN,          /// all frames of the step in one write, so that they arrive together
		PER_FRAME,      /// a write for each frame
		CHOPPED         /// a write for so many octets, headers included
	};

	Kind kind = PLAIN;
	std::size_t size = 0;
};


constexpr Manner PER_FRAME{Manner::PER_FRAME, 0};
constexpr Manner OCTETS{Manner::CHOPPED, 1};


struct Step
{
	enum Kind
	{
		SEND,
		PAUSE,      /// a second, in which the peer gets what has been sent so far
		WAIT        /// for the peer to end the connection: what was sent so far is wrong already
	};

	Kind kind;
	Frames frames = {};
	Manner manner = {};
};


struct Ending
	/// How the connection has to end.
{
	enum Kind
	{
		CLEAN,             /// we close when all has arrived: the peer answers, and then ends the transport if it is the server
		ANSWERED,          /// the same, but the close frame is among the steps
		FAILED,            /// the peer ends it: with one of the codes, without a code, or by dropping the transport
		INFORMATIONAL      /// whatever it does is reported
	};

	Kind kind = CLEAN;
	std::vector<int> codes = {1000};
	bool withoutCode = true;
};


struct Messages
	/// Compressed ones, each sent after the echo of the one before.
{
	Sample sample;
	int opcode = TEXT;
	std::size_t size = 0;
		/// Of a message: octets, of text code points.

	std::size_t fragment = 0;
		/// Of a frame, in octets after compression; 0: each message is one.

	int count = 0;
		/// 0: as many as the conditions say.
};


struct Case
{
	std::string id;
	std::string what;
	std::vector<Step> steps;
	std::vector<Expected> expected;
		/// What has to arrive, in order, and nothing else. Pings of the peer do not count.

	Ending ending = {};
	int rounds = 1;
		/// So often the steps, each time after all that was expected has arrived.

	int patience = 1;
		/// So many seconds may pass until all has arrived, however it trickles.

	Negotiation negotiation = {};
	std::optional<Messages> messages = {};
		/// In place of the steps.

	bool takeover = false;
		/// The steps refer to earlier messages, so that the case cannot be run if that was agreed not to happen.

	bool beyondLimit = false;
		/// More than 16 MiB are sent, which only counts with a peer that is known to have that limit.

	std::string group() const;
		/// What the id begins with, up to the first point.
};


using Cases = std::vector<Case>;


Cases allCases(Peer peer = Peer::SERVER);
	/// In order. Those of group D depend on which end is under test.


Cases select(Cases cases, const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted);
	/// Those that match one of wanted (none given: all) and none of unwanted. A pattern is that of a shell, and
	/// also stands for all below it: "6.4" is "6.4.*" too.


} // namespace Conformance


#endif // Conformance_Case_INCLUDED
