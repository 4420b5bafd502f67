//
// Scenes.h
//
// Whole lives of connections in every dialect and role, which between them pass through every place where a driver
// calls its application.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Scenes_INCLUDED
#define WSTest_Scenes_INCLUDED


#include "support/Actor.h"


namespace WS::Test {


struct Dialect
{
	const char* version;
	bool isServer;
	bool isHixie;
	Bytes opening;               // the other end's: head, and what hixie-76 sends behind it
	Head request;                // that of a server
	Bytes closing;               // the other end's; hixie-75 has none

	TestFrame incoming(TestFrame frame) const;
	Bytes allIncoming(const std::vector<TestFrame>& frames) const;
		/// As the other end sends them; a hixie one sends texts only, and one frame to be skipped.

	Bytes outgoing(TestFrame frame) const;
		/// As we have to send it.
};


using Step = std::function<void(Actor&)>;


struct Scene
	/// What an application and a transport do, step by step.
{
	std::string name;
	const Dialect* dialect;
	std::function<std::unique_ptr<Actor>()> make;
	std::vector<Step> steps;
};


const std::vector<Scene>& scenes();


struct Mark
	/// A moment, and where the connection was then.
{
	Moment moment;
	State state;
	std::size_t events;          // heard, this one too
	std::size_t written;
	std::size_t pings;           // size of what Actor::pings told
};


struct Played
	/// What came of a scene.
{
	Events events;
	Bytes output;
	std::string pings;
	State state = State::CONNECTING;
	bool finished = false;

	bool operator == (const Played& other) const = default;
};


std::ostream& operator << (std::ostream& stream, const Played& played);


Played seenOf(Actor& actor);


Played play(const Scene& scene, std::vector<Mark>* marks = nullptr);
	/// Undisturbed.


} // namespace WS::Test


#endif // WSTest_Scenes_INCLUDED
